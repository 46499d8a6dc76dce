import type { Recognition, TranscriptCheck, Utterance } from './utterance.ts';

/** From this probability on a text that may be wrong is worth a look. */
const DOUBTFUL = 0.5;
/** Speech this many times as fast or slow as usual is named as the reason. */
const MUCH_FASTER = 1.5;
const MUCH_SLOWER = 0.6;
const MANY_ERRORS = 0.5;

/** Whether the sound probably says something else than the text. */
export const isDoubtfulText = (check: TranscriptCheck): boolean => check.wrong >= DOUBTFUL;

/** What speaks against a text most: other words heard, too many or too few words for the speech, or its sounds. */
export type TextDoubt = 'words' | 'long' | 'short' | 'sound';

export function textDoubt(check: TranscriptCheck): TextDoubt {
  const { recogniser, syllablesPerSecond: rate, usualSyllablesPerSecond: usual } = check;
  if (recogniser !== null && recogniser.wordErrorRate >= MANY_ERRORS) return 'words';
  if (rate !== null && usual !== null && usual > 0) {
    if (rate / usual >= MUCH_FASTER) return 'long';
    if (rate / usual <= MUCH_SLOWER) return 'short';
  }
  return 'sound';
}

/** How the words at the edges speak for other edges of the span. Proposals: a person moves the edge. */
export type EdgeDoubt = 'start-late' | 'start-early' | 'end-early' | 'end-late';

/**
 * Words that are written and not heard at an edge say that the span may cut them off, words that are heard and not
 * written that it may reach into the neighbour's line. Only where most of the other words agree.
 */
export function edgeDoubts({ transcript }: Pick<Utterance, 'transcript'>): EdgeDoubt[] {
  const recognised = transcript?.recogniser ?? null;
  if (recognised === null || recognised.wordErrorRate > MANY_ERRORS) return [];
  const found: EdgeDoubt[] = [];
  const first = recognised.differences[0];
  const last = recognised.differences.at(-1);
  if (first !== undefined && first.at === 0) {
    if (first.kind === 'missing') found.push('start-late');
    if (first.kind === 'added') found.push('start-early');
  }
  const count = comparedWords(recognised);
  if (last !== undefined && last.at > 0) {
    const reached = last.at + (last.written === '' ? 0 : last.written.split(' ').length);
    if (reached >= count) {
      if (last.kind === 'missing') found.push('end-early');
      if (last.kind === 'added') found.push('end-late');
    }
  }
  return found;
}

/** Words of the text as they were compared, without fillers and with numbers spelt out: the errors over their rate. */
function comparedWords({ differences, wordErrorRate }: Recognition): number {
  const words = (text: string): number => (text === '' ? 0 : text.split(' ').length);
  const errors = differences.reduce(
    (sum, { written, heard }) => sum + Math.max(words(written), words(heard)),
    0,
  );
  return wordErrorRate > 0 ? Math.round(errors / wordErrorRate) : 0;
}
