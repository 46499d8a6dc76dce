/**
 * The sentences that are stored in a project and printed as JSON: the history of decisions, and why an utterance needs
 * a look. They are English for good, because files and programs hold them; a parameter stands in braces. Whoever
 * writes one takes it from here, so that the window can find out which one it has before it and say it in its own words.
 */
export const SENTENCES = {
  'edit-accepted': 'Accepted {what}',
  'edit-rejected': 'Rejected {what}',
  'edit-unassigned': 'Took the character from {what}',
  'edit-assigned': 'Assigned {what} to {character}',
  'edit-retimed': 'Moved the edges of {what}',
  'edit-retexted': 'Changed the text of {what}',
  'edit-split': 'Split {what}',
  'edit-merged': 'Merged {count} utterances',
  'what-many': '{count} utterances',
  'what-textless': 'an utterance without text',
  undone: 'Undone: {edit}',
  redone: 'Redone: {edit}',
  'taken-back': 'Taken back: {edit}',
  'cast-merged': 'Merged {from} into {to}',
  'cast-renamed': 'Renamed {from} to {to}',
  'cast-kept-apart': 'Kept {from} apart from {to}',
  'cast-confirmed': 'Confirmed that {label} is {name}',
  'cast-refused-one': 'Said that a voice of 1 utterance is not {name}',
  'cast-refused-many': 'Said that a voice of {count} utterances is not {name}',
  'cast-key': 'Gave key {key} to {name}',
  'cast-gave-one': 'Gave 1 utterance to {to}',
  'cast-gave-many': 'Gave {count} utterances to {to}',
  'outside-media': 'The subtitle lies outside the media: nothing is heard under it.',
  'not-speech': 'The subtitle describes a sound or music, not speech.',
  'said-together': 'Several people say this together.',
  'said-at-once': 'Somebody else speaks at the same time.',
  'no-line': 'No line of the script matches these words.',
  'no-cue': 'No subtitle has these words: the line may have been cut.',
  uncued: 'Somebody speaks here, and no subtitle covers it.',
  'two-voices': 'Two voices seem to be heard at once.',
  'music-under': 'Music seems to lie under the speech.',
  'somebody-else': 'somebody else',
  'somebody-new': 'somebody whose voice is not known',
  'voice-fits-not': 'The text names {named}; the voice does not fit.',
  'voice-is-like': 'The text names {named}; the voice is more like {heard}.',
  'and-voice-is-like': '{reason} The voice is most like {heard}.',
} as const;

export type SentenceCode = keyof typeof SENTENCES;

type ParameterIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterIn<Rest>
  : never;
/** The parameters of a sentence. */
export type SentenceParameters<C extends SentenceCode> = Readonly<
  Record<ParameterIn<(typeof SENTENCES)[C]>, string>
>;
/** A language's words for every sentence. */
export type SentenceWords = {
  readonly [C in SentenceCode]: (parameters: SentenceParameters<C>) => string;
};

/** A sentence as it is stored and printed. */
export function sentence<C extends SentenceCode>(code: C, parameters: SentenceParameters<C>): string {
  const values: Readonly<Record<string, string>> = parameters;
  return SENTENCES[code].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** The longest text that is searched for a sentence; real ones are far shorter. */
const LONGEST = 2000;

interface Pattern {
  readonly code: SentenceCode;
  readonly names: readonly string[];
  readonly form: RegExp;
}

/** In the order of the table: what says more for good stands before what would fit as well. */
const PATTERNS: readonly Pattern[] = (Object.keys(SENTENCES) as SentenceCode[]).map((code) => {
  const parts = SENTENCES[code].split(/\{(\w+)\}/);
  const form = parts.map((part, at) => {
    if (at % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return part === 'count' ? '(\\d+)' : '([\\s\\S]+)';
  });
  return {
    code,
    names: parts.filter((_, at) => at % 2 === 1),
    form: new RegExp(`^${form.join('')}$`),
  };
});

/** Which sentence a text is, with its parameters; null where it is none of them, as those of older versions may be. */
export function readSentence(
  text: string,
): { readonly code: SentenceCode; readonly parameters: Readonly<Record<string, string>> } | null {
  if (text.length > LONGEST) return null;
  for (const { code, names, form } of PATTERNS) {
    const found = form.exec(text);
    if (found)
      return { code, parameters: Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])) };
  }
  return null;
}

/** Parameters that may be sentences themselves; all others are names and texts of the project. */
const NESTED: ReadonlySet<string> = new Set(['what', 'edit', 'reason']);
/** Names that stand for nobody in particular, where a character's could stand. */
const NAMELESS: ReadonlySet<SentenceCode> = new Set(['somebody-else', 'somebody-new'] as const);

/** A stored sentence in a language's words; what is none of the known ones stays as it is. */
export function sentenceInWords(words: SentenceWords, text: string): string {
  const read = readSentence(text);
  if (read === null) return text;
  const parameters = Object.fromEntries(
    Object.entries(read.parameters).map(([name, value]) => {
      if (NESTED.has(name)) return [name, sentenceInWords(words, value)];
      const nameless = name === 'named' || name === 'heard' ? readSentence(value)?.code : undefined;
      return [
        name,
        nameless !== undefined && NAMELESS.has(nameless) ? words[nameless as 'somebody-new']({}) : value,
      ];
    }),
  );
  // Its pattern named exactly the parameters of its code.
  return (words[read.code] as (parameters: Readonly<Record<string, string>>) => string)(parameters);
}
