import { type ReviewEdit, sentence, type Utterance } from '../model/index.ts';

/** An edit as a sentence for the history. */
export function sentenceOf(edit: ReviewEdit, before: readonly Utterance[]): string {
  const what = describe(before);
  switch (edit.kind) {
    case 'accept':
      return sentence('edit-accepted', { what });
    case 'reject':
      return sentence('edit-rejected', { what });
    case 'assign':
      return edit.character === null
        ? sentence('edit-unassigned', { what })
        : sentence('edit-assigned', { what, character: edit.character });
    case 'retime':
      return sentence('edit-retimed', { what });
    case 'retext':
      return sentence('edit-retexted', { what });
    case 'split':
      return sentence('edit-split', { what });
    case 'merge':
      return sentence('edit-merged', { count: String(before.length) });
  }
}

function describe(utterances: readonly Utterance[]): string {
  const [one] = utterances;
  if (utterances.length !== 1 || one === undefined)
    return sentence('what-many', { count: String(utterances.length) });
  if (one.text === '') return sentence('what-textless', {});
  return `“${one.text.length > 40 ? `${one.text.slice(0, 39).trimEnd()}…` : one.text}”`;
}
