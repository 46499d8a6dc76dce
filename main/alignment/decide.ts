import type { CharacterProbability } from '../model/index.ts';
import type { AlignmentOptions } from './input.ts';

/**
 * Least probability at which a speaker is given. Chosen for a script with holes: the speakers given are
 * right in 98.8% of the episodes' utterances trained on, in 98.6% of those held out (docs/alignment.md).
 */
const THRESHOLD = 0.74;
/** Expected share of right answers, were everybody named, from which a script counts as whole. */
const WHOLE = 0.965;
/** In an episode whose script is whole, the least probability. */
const THRESHOLD_WHOLE = 0.25;
/** The same for a part that stands nowhere in the script: the turns around it must make one speaker likelier than not. */
const THRESHOLD_UNHEARD = 0.5;

/**
 * Decides for which parts of one episode the best candidate is given as the speaker. Where the script has holes,
 * only what is sure is named. Where it is whole (the mean of the best probabilities tells), a doubtful line stands
 * among sure ones and is named too, with its low confidence: the alternatives are few, and they stand beside it. `isScripted` tells
 * whether a line of the best candidate has the part's words.
 */
export function chooseSpeakers(
  best: readonly (CharacterProbability | null)[],
  options: AlignmentOptions = {},
  isScripted: (index: number) => boolean = () => true,
): (string | null)[] {
  const isWhole = expectedAccuracy(best) >= WHOLE;
  const leastOf = (index: number): number => {
    if (!isWhole) return THRESHOLD;
    return isScripted(index) ? THRESHOLD_WHOLE : THRESHOLD_UNHEARD;
  };
  return best.map((candidate, index) =>
    candidate !== null && candidate.probability >= (options.threshold ?? leastOf(index))
      ? candidate.character
      : null,
  );
}

function expectedAccuracy(best: readonly (CharacterProbability | null)[]): number {
  const spoken = best.filter((candidate) => candidate !== null);
  return spoken.reduce((sum, { probability }) => sum + probability, 0) / Math.max(1, best.length);
}
