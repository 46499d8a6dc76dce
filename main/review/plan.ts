import { type ReviewEdit, RolecallError, type Utterance } from '../model/index.ts';

/**
 * What the utterances of an edit become. Pure: reads nothing, writes nothing.
 *
 * @param before the utterances that the edit names, each once
 * @param isTaken whether an id is in use, for the new half of a split
 * @returns the rows that stand afterwards; rows of `before` that are not among them are gone
 */
export function plan(
  edit: ReviewEdit,
  before: readonly Utterance[],
  isTaken: (id: string) => boolean,
): Utterance[] {
  switch (edit.kind) {
    case 'accept':
      return before.map((each) => ({ ...each, review: 'accepted' }));
    case 'reject':
      return before.map((each) => ({ ...each, review: 'rejected' }));
    case 'assign':
      return before.map((each) => ({ ...each, speaker: edit.character, review: 'edited' }));
    case 'retext':
      return [{ ...only(before), text: edit.text.trim(), review: 'edited', ...UNHEARD_WORDS }];
    case 'retime': {
      if (edit.end <= edit.start) throw refused('The end must come after the start.');
      return [
        {
          ...only(before),
          start: edit.start,
          end: edit.end,
          review: 'edited',
          quality: null,
          transcript: null,
        },
      ];
    }
    case 'split':
      return split(only(before), edit.at, edit.textAt, isTaken);
    case 'merge':
      return [merge(before)];
  }
}

/** What was found about the words does not hold for other words. The next run looks again. */
const UNHEARD_WORDS = { language: null, transcript: null } as const;

function split(whole: Utterance, at: number, textAt: number, isTaken: (id: string) => boolean): Utterance[] {
  if (at <= whole.start || at >= whole.end) {
    throw refused('The cut must lie inside the utterance.');
  }
  let id = `${whole.id}~2`;
  for (let count = 3; isTaken(id); count += 1) id = `${whole.id}~${count}`;
  const half = { ...whole, review: 'edited', quality: null, ...UNHEARD_WORDS } as const;
  return [
    { ...half, end: at, text: whole.text.slice(0, textAt).trim() },
    { ...half, id, start: at, text: whole.text.slice(textAt).trim() },
  ];
}

function merge(pieces: readonly Utterance[]): Utterance {
  const inOrder = [...pieces].sort((a, b) => a.start - b.start || a.end - b.end);
  const head = inOrder[0];
  if (head === undefined || inOrder.length < 2) throw refused('Merging needs at least two utterances.');
  return {
    ...head,
    end: Math.max(...inOrder.map((each) => each.end)),
    text: inOrder
      .map((each) => each.text)
      .filter((text) => text !== '')
      .join(' '),
    review: 'edited',
    quality: null,
    ...UNHEARD_WORDS,
  };
}

function only(before: readonly Utterance[]): Utterance {
  const [one] = before;
  if (one === undefined) throw refused('Nothing is selected.');
  return one;
}

const refused = (message: string): RolecallError =>
  new RolecallError({ kind: 'usage', message, remedy: 'Change the selection or the times and try again.' });
