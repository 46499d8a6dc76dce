import type { ReviewEdit, Utterance } from '../model/index.ts';

/** An edit as a sentence for the history. */
export function sentenceOf(edit: ReviewEdit, before: readonly Utterance[]): string {
  const what = describe(before);
  switch (edit.kind) {
    case 'accept':
      return `Accepted ${what}`;
    case 'reject':
      return `Rejected ${what}`;
    case 'assign':
      return edit.character === null
        ? `Took the character from ${what}`
        : `Assigned ${what} to ${edit.character}`;
    case 'retime':
      return `Moved the edges of ${what}`;
    case 'retext':
      return `Changed the text of ${what}`;
    case 'split':
      return `Split ${what}`;
    case 'merge':
      return `Merged ${before.length} utterances`;
  }
}

function describe(utterances: readonly Utterance[]): string {
  const [one] = utterances;
  if (utterances.length !== 1 || one === undefined) return `${utterances.length} utterances`;
  if (one.text === '') return 'an utterance without text';
  return `“${one.text.length > 40 ? `${one.text.slice(0, 39).trimEnd()}…` : one.text}”`;
}
