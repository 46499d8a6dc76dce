import { expect, it } from 'vitest';
import { type ReviewEdit, readSentence, type SentenceCode, type Utterance } from '../../main/model/index.ts';
import { sentenceOf } from '../../main/review/sentence.ts';

const one = [{ text: 'Light the lamp to Orla!' }] as Utterance[];
const two = [...one, { text: '' }] as Utterance[];

it.each<[edit: ReviewEdit, before: Utterance[], text: string, code: SentenceCode]>([
  [{ kind: 'accept', utterances: ['a'] }, one, 'Accepted “Light the lamp to Orla!”', 'edit-accepted'],
  [{ kind: 'reject', utterances: ['a', 'b'] }, two, 'Rejected 2 utterances', 'edit-rejected'],
  [
    { kind: 'assign', utterances: ['a'], character: 'Pell' },
    one,
    'Assigned “Light the lamp to Orla!” to Pell',
    'edit-assigned',
  ],
  [
    { kind: 'assign', utterances: ['b'], character: null },
    two.slice(1),
    'Took the character from an utterance without text',
    'edit-unassigned',
  ],
  [
    { kind: 'retime', utterance: 'a', start: 0, end: 1 },
    one,
    'Moved the edges of “Light the lamp to Orla!”',
    'edit-retimed',
  ],
  [
    { kind: 'retext', utterance: 'a', text: 'x' },
    one,
    'Changed the text of “Light the lamp to Orla!”',
    'edit-retexted',
  ],
  [{ kind: 'split', utterance: 'a', at: 1, textAt: 1 }, one, 'Split “Light the lamp to Orla!”', 'edit-split'],
  [{ kind: 'merge', utterances: ['a', 'b'] }, two, 'Merged 2 utterances', 'edit-merged'],
])('writes down %j as ever, and as a sentence that the window can take apart', (edit, before, text, code) => {
  expect(sentenceOf(edit, before)).toBe(text);
  expect(readSentence(text)?.code).toBe(code);
});
