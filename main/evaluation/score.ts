import { centroidOf, compareVoice, type Embedding, type VoiceComparison } from './acoustic.ts';
import { type Authorship, learnAuthorship } from './authorship.ts';
import type { Fluency } from './fluency.ts';
import { qualityOf, shareOf, wordErrorsOf } from './quality-score.ts';
import type {
  AnswerScore,
  CharacterScore,
  Comparison,
  Evaluation,
  Judgement,
  RecognisedAnswer,
  Recognising,
  RecognisingScore,
  SystemScore,
} from './scores.ts';
import {
  bootstrapGroups,
  bootstrapMean,
  comparePaired,
  type Estimate,
  type Group,
  groupOfValues,
} from './statistics.ts';
import type { TestSet } from './test-set.ts';

/** The sound of one clip after it was heard; null where there is none or it could not be embedded. */
export interface HeardClip {
  readonly embedding: Embedding | null;
  readonly fluency: Fluency;
  /** Absent where no recogniser was asked about it, or it gave no answer. */
  readonly recognised?: RecognisedAnswer;
}

/** A system's answer to one prompt. */
export interface HeardAnswer {
  readonly text: string | null;
  readonly sound: HeardClip | null;
}

export interface ScoredSystem {
  readonly name: string;
  /** By prompt. */
  readonly answers: ReadonlyMap<string, HeardAnswer>;
}

/** Everything that scoring needs, heard and read. */
export interface ScoreInput {
  readonly testSet: TestSet;
  /** Clips of the test set by their path. */
  readonly clips: ReadonlyMap<string, HeardClip>;
  readonly systems: readonly ScoredSystem[];
  readonly judge?: Judgement | null;
  readonly recogniser?: Recognising | null;
}

export const CEILING = 'the real answers';
export const FLOOR = "other characters' real answers";
const EVIDENCE = 6;
/** Draws of a score that is worked out anew for each of them. */
const CONTENT_RESAMPLES = 400;

interface Item extends AnswerScore {
  readonly context: readonly string[];
}

/** Scores systems on a test set, beside the real answers and those of the other characters. */
export function scoreEvaluation({
  testSet,
  clips,
  systems,
  judge = null,
  recogniser = null,
}: ScoreInput): Evaluation {
  const words = learnAuthorship(testSet.lines);
  const voices = voicesOf(testSet, clips);
  const weigh = (system: string, character: string, prompt: Prompt, heard: HeardAnswer): Item =>
    weighAnswer({ words, voices }, system, character, prompt, heard);
  const real = testSet.characters.flatMap(({ name, prompts }) =>
    prompts.map((prompt) => weigh(CEILING, name, prompt, realAnswer(prompt, clips))),
  );
  const swapped = testSet.characters.flatMap(({ name }) =>
    testSet.characters
      .filter((other) => other.name !== name)
      .flatMap((other) =>
        other.prompts.map((prompt) => ({
          ...weigh(FLOOR, name, prompt, realAnswer(prompt, clips)),
          // Anybody's real answer is as easy to understand: that is no floor.
          recognised: null,
        })),
      ),
  );
  const given = systems.map((system) => ({
    name: system.name,
    items: testSet.characters.flatMap(({ name, prompts }) =>
      prompts.flatMap((prompt) => {
        const heard = system.answers.get(prompt.id);
        return heard === undefined ? [] : [weigh(system.name, name, prompt, heard)];
      }),
    ),
  }));
  const ends = {
    ceiling: summarise(CEILING, real, testSet, words, null),
    floor: summarise(FLOOR, swapped, testSet, words, null),
  };
  const answers = [...real, ...given.flatMap(({ items }) => items)];
  return {
    kind: 'rolecall-evaluation',
    version: 1,
    series: testSet.series,
    heldOut: testSet.heldOut,
    ...ends,
    systems: given.map(({ name, items }) => summarise(name, items, testSet, words, ends)),
    comparisons: given.flatMap((one, at) => given.slice(at + 1).flatMap((two) => compare(one, two))),
    answers: answers.map(({ context: _, ...item }) => item),
    judge,
    recogniser: recogniser === null ? null : { ...recogniser, ...recognisedCounts(answers) },
    withoutWords: testSet.characters
      .map(({ name }) => name)
      .filter((name) => !words?.characters.includes(name)),
  };
}

function recognisedCounts(
  answers: readonly AnswerScore[],
): Pick<RecognisingScore, 'spoken' | 'measured' | 'withoutText'> {
  const spoken = answers.filter(({ fluency }) => fluency !== null);
  return {
    spoken: spoken.length,
    measured: wordErrorsOf(spoken).length,
    withoutText: spoken.filter(({ text }) => text === null).length,
  };
}

type Prompt = TestSet['characters'][number]['prompts'][number];

const realAnswer = ({ reference }: Prompt, clips: ScoreInput['clips']): HeardAnswer => ({
  text: reference.text,
  sound: clips.get(reference.audio) ?? null,
});

/** A character whose held-out clips are all too short to be heard has no voice. */
function voicesOf(testSet: TestSet, clips: ScoreInput['clips']): Map<string, Float64Array> {
  return new Map(
    testSet.characters.flatMap(({ name, voice }) => {
      const embeddings = voice.flatMap(({ audio }) => clips.get(audio)?.embedding ?? []);
      return embeddings.length === 0 ? [] : [[name, centroidOf(embeddings)]];
    }),
  );
}

function weighAnswer(
  { words, voices }: { words: Authorship | null; voices: ReadonlyMap<string, Float64Array> },
  system: string,
  character: string,
  prompt: Prompt,
  { text, sound }: HeardAnswer,
): Item {
  const known = words?.characters.includes(character) ? words : null;
  const embedding = sound?.embedding ?? null;
  return {
    prompt: prompt.id,
    character,
    system,
    text,
    voice: embedding !== null && voices.has(character) ? compareVoice(voices, character, embedding) : null,
    words: text === null || known === null ? null : known.score(character, [text]),
    evidence: text === null || known === null ? [] : known.explain(character, [text]).slice(0, EVIDENCE),
    fluency: sound?.fluency ?? null,
    recognised: sound?.recognised ?? null,
    context: prompt.context.map((line) => line.text),
  };
}

function summarise(
  name: string,
  items: readonly Item[],
  testSet: TestSet,
  words: Authorship | null,
  ends: { readonly ceiling: SystemScore; readonly floor: SystemScore } | null,
): SystemScore {
  const groups = testSet.characters.map((character) => {
    const own = items.filter((item) => item.character === character.name);
    return {
      name: character.name,
      own,
      of: character.prompts.length,
      words: wordsGroup(words, character.name, own),
    };
  });
  const values = (own: readonly Item[], of: (voice: VoiceComparison) => number | null): number[] =>
    own.flatMap(({ voice }) => (voice === null ? [] : (of(voice) ?? [])));
  const similarities = (own: readonly Item[]): number[] => values(own, ({ similarity }) => similarity);
  const margins = (own: readonly Item[]): number[] => values(own, ({ margin }) => margin);
  const place = (end: SystemScore | undefined, character: string): CharacterScore | undefined =>
    end?.characters.find((each) => each.character === character);
  const characters = groups.map(({ name: character, own, of, words: group }): CharacterScore => {
    const similarity = bootstrapMean(similarities(own));
    const score = bootstrapGroups([group], CONTENT_RESAMPLES);
    const top = place(ends?.ceiling, character);
    const bottom = place(ends?.floor, character);
    return {
      character,
      answered: own.length,
      of,
      acoustic: {
        similarity,
        margin: bootstrapMean(margins(own)),
        position: positionOf(similarity, bottom?.acoustic.similarity, top?.acoustic.similarity),
        nearest: shareOf(own.flatMap(({ voice }) => (voice === null ? [] : [voice.nearest === character]))),
      },
      content: {
        score,
        position: positionOf(score, bottom?.content.score, top?.content.score),
        words: own.filter((item) => item.text !== null).length,
      },
      quality: qualityOf(own),
    };
  });
  return {
    name,
    characters,
    overall: {
      similarity: bootstrapGroups(groups.map(({ own }) => groupOfValues(similarities(own)))),
      margin: bootstrapGroups(groups.map(({ own }) => groupOfValues(margins(own)))),
      content: bootstrapGroups(
        groups.map(({ words: group }) => group),
        CONTENT_RESAMPLES,
      ),
      wordErrorRate: bootstrapGroups(groups.map(({ own }) => groupOfValues(wordErrorsOf(own)))),
    },
  };
}

/** All answers of a character make one text; a draw takes answers with replacement and scores them anew. */
function wordsGroup(words: Authorship | null, character: string, own: readonly Item[]): Group {
  const texts = own.flatMap(({ text }) => (text === null ? [] : [text]));
  if (words === null || !words.characters.includes(character)) return { count: 0, statistic: () => 0 };
  return {
    count: texts.length,
    statistic: (places) =>
      words.score(
        character,
        places.map((each) => texts[each] as string),
      ),
  };
}

function compare(
  one: { readonly name: string; readonly items: readonly Item[] },
  two: { readonly name: string; readonly items: readonly Item[] },
): Comparison[] {
  const measures = [
    { measure: 'similarity', of: (item: Item) => item.voice?.similarity ?? null },
    { measure: 'words', of: (item: Item) => item.words },
  ] as const;
  return measures.flatMap(({ measure, of }) => {
    const byPrompt = (items: readonly Item[]): Map<string, number> =>
      new Map(
        items.flatMap((item) => {
          const value = of(item);
          return value === null ? [] : [[item.prompt, value] as const];
        }),
      );
    const compared = comparePaired(byPrompt(one.items), byPrompt(two.items));
    return compared === null ? [] : [{ measure, first: one.name, second: two.name, ...compared }];
  });
}

function positionOf(
  here: Estimate | null,
  floor: Estimate | null | undefined,
  ceiling: Estimate | null | undefined,
): number | null {
  if (here === null || floor == null || ceiling == null) return null;
  const range = ceiling.mean - floor.mean;
  return range > 0 ? (here.mean - floor.mean) / range : null;
}
