import { concernOf, sentenceInWords, type Utterance } from '../../../main/model/index.ts';
import { percent } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';

export { type Concern, concernOf, worthOf } from '../../../main/model/index.ts';

/** The concern in plain words; the engine's own reason where it gave one. Null where all is well. */
export function reasonOf(utterance: Utterance): string | null {
  if (utterance.reason !== null && utterance.reason !== '')
    return sentenceInWords(strings.sentences, utterance.reason);
  const concern = concernOf(utterance);
  if (concern === null) return null;
  const words = strings.review.reason;
  if (concern.kind === 'mislabel') return words.mislabel(percent(concern.probability));
  if (concern.kind === 'transcript') return words.transcript[concern.doubt](percent(concern.probability));
  if (concern.kind === 'unsure') return words.unsure(percent(concern.probability));
  return words[concern.kind];
}
