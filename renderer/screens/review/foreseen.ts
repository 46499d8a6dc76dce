import type { ReviewEdit, Utterance } from '../../../main/model/index.ts';

/**
 * What an edit will most likely change, to be shown before the engine has answered;
 * the answer replaces it. Splits and merges make new utterances: those are waited for.
 */
export function foreseen(edit: ReviewEdit, list: readonly Utterance[]): Utterance[] {
  const of = (ids: readonly string[]): Utterance[] => {
    const wanted = new Set(ids);
    const found: Utterance[] = [];
    // Not to the end of a long list for a few.
    for (let at = 0; at < list.length && wanted.size > 0; at += 1) {
      const utterance = list[at];
      if (utterance !== undefined && wanted.delete(utterance.id)) found.push(utterance);
    }
    return found;
  };
  switch (edit.kind) {
    case 'accept':
      return of(edit.utterances).map((utterance) => ({ ...utterance, review: 'accepted' }));
    case 'reject':
      return of(edit.utterances).map((utterance) => ({ ...utterance, review: 'rejected' }));
    case 'assign':
      return of(edit.utterances).map((utterance) => ({
        ...utterance,
        speaker: edit.character,
        review: utterance.speaker === edit.character ? 'accepted' : 'edited',
      }));
    case 'retime':
      return of([edit.utterance]).map((utterance) => ({
        ...utterance,
        start: edit.start,
        end: edit.end,
        review: 'edited',
      }));
    case 'retext':
      return of([edit.utterance]).map((utterance) => ({ ...utterance, text: edit.text, review: 'edited' }));
    default:
      return [];
  }
}
