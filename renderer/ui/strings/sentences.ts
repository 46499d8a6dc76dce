import { count } from './count.ts';

export interface What {
  readonly what: string;
}
export interface FromTo {
  readonly from: string;
  readonly to: string;
}

/**
 * What the engine writes down as sentences (`main/model/sentences.ts`), by their codes: the history of decisions, and
 * why an utterance needs a look. A project holds them in English; the window says them in these words.
 */
export const sentenceStrings = {
  sentences: {
    'edit-accepted': ({ what }: What) => `Accepted ${what}`,
    'edit-rejected': ({ what }: What) => `Rejected ${what}`,
    'edit-unassigned': ({ what }: What) => `Took the character from ${what}`,
    'edit-assigned': ({ what, character }: What & { readonly character: string }) =>
      `Assigned ${what} to ${character}`,
    'edit-retimed': ({ what }: What) => `Moved the edges of ${what}`,
    'edit-retexted': ({ what }: What) => `Changed the text of ${what}`,
    'edit-split': ({ what }: What) => `Split ${what}`,
    'edit-merged': ({ count: n }: { readonly count: string }) =>
      `Merged ${count(Number(n), 'utterance', 'utterances')}`,
    'what-many': ({ count: n }: { readonly count: string }) => count(Number(n), 'utterance', 'utterances'),
    'what-textless': () => 'an utterance without text',
    undone: ({ edit }: { readonly edit: string }) => `Undone: ${edit}`,
    redone: ({ edit }: { readonly edit: string }) => `Redone: ${edit}`,
    'taken-back': ({ edit }: { readonly edit: string }) => `Taken back: ${edit}`,
    'cast-merged': ({ from, to }: FromTo) => `Merged ${from} into ${to}`,
    'cast-renamed': ({ from, to }: FromTo) => `Renamed ${from} to ${to}`,
    'cast-kept-apart': ({ from, to }: FromTo) => `Kept ${from} apart from ${to}`,
    'cast-confirmed': ({ label, name }: { readonly label: string; readonly name: string }) =>
      `Confirmed that ${label} is ${name}`,
    'cast-refused-one': ({ name }: { readonly name: string }) =>
      `Said that a voice of 1 utterance is not ${name}`,
    'cast-refused-many': ({ count: n, name }: { readonly count: string; readonly name: string }) =>
      `Said that a voice of ${count(Number(n), 'utterance', 'utterances')} is not ${name}`,
    'cast-key': ({ key, name }: { readonly key: string; readonly name: string }) =>
      `Gave key ${key} to ${name}`,
    'cast-gave-one': ({ to }: { readonly to: string }) => `Gave 1 utterance to ${to}`,
    'cast-gave-many': ({ count: n, to }: { readonly count: string; readonly to: string }) =>
      `Gave ${count(Number(n), 'utterance', 'utterances')} to ${to}`,
    'outside-media': () => 'The subtitle lies outside the media: nothing is heard under it.',
    'not-speech': () => 'The subtitle describes a sound or music, not speech.',
    'said-together': () => 'Several people say this together.',
    'said-at-once': () => 'Somebody else speaks at the same time.',
    'no-line': () => 'No line of the script matches these words.',
    'no-cue': () => 'No subtitle has these words: the line may have been cut.',
    uncued: () => 'Somebody speaks here, and no subtitle covers it.',
    'two-voices': () => 'Two voices seem to be heard at once.',
    'music-under': () => 'Music seems to lie under the speech.',
    'somebody-else': () => 'somebody else',
    'somebody-new': () => 'somebody whose voice is not known',
    'voice-fits-not': ({ named }: { readonly named: string }) =>
      `The text names ${named}; the voice does not fit.`,
    'voice-is-like': ({ named, heard }: { readonly named: string; readonly heard: string }) =>
      `The text names ${named}; the voice is more like ${heard}.`,
    'and-voice-is-like': ({ reason, heard }: { readonly reason: string; readonly heard: string }) =>
      `${reason} The voice is most like ${heard}.`,
  },
} as const;
