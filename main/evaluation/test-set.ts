import { createHash } from 'node:crypto';
import { z } from 'zod';
import { RolecallError, SAMPLE_RATE, samplesToSeconds } from '../model/index.ts';
import { wordCount } from './fluency.ts';

export const TEST_SET_FILE = 'test-set.json';

/** Paths inside a test set or a folder of answers: never absolute, never upwards. */
export const insidePath = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[\p{L}\p{N}_~-][\p{L}\p{N}_~. -]*(\/[\p{L}\p{N}_~-][\p{L}\p{N}_~. -]*)*$/u);

const clip = z.object({
  utterance: z.string(),
  audio: insidePath,
  text: z.string().max(20_000),
  seconds: z.number().positive(),
});

export const testPrompt = z.object({
  id: z.string().regex(/^p-[0-9a-f]{12}$/),
  episode: z.string(),
  /** What was said before in the scene, oldest first. */
  context: z.array(z.object({ speaker: z.string(), text: z.string().max(20_000), audio: insidePath })).min(1),
  /** What the character really said then. */
  reference: clip,
});
export type TestPrompt = z.infer<typeof testPrompt>;

export const testSet = z.object({
  kind: z.literal('rolecall-test-set'),
  version: z.literal(1),
  series: z.string(),
  seed: z.string(),
  heldOut: z.array(z.string()).min(1),
  characters: z
    .array(
      z.object({
        name: z.string().min(1),
        prompts: z.array(testPrompt).min(1),
        /** Real clips of the held-out episodes, none of them a prompt's: the voice that answers are compared with. */
        voice: z.array(clip).min(1),
      }),
    )
    .min(1),
  /** Lines of the other episodes: what the measure of words learns from. */
  lines: z.array(z.object({ character: z.string(), text: z.string().max(20_000) })),
});
export type TestSet = z.infer<typeof testSet>;

/** A line of the project as evaluation sees it. Lines come in the order in which they are spoken. */
export interface EvaluationLine {
  readonly id: string;
  readonly episode: string;
  readonly character: string;
  readonly text: string;
  /** Samples at 16 kHz from the start of the media. */
  readonly start: number;
  readonly end: number;
  readonly scene: number | null;
}

/** A clip that the test set needs: a span of an episode's sound, and where it goes. */
export interface NeededClip {
  readonly episode: string;
  readonly start: number;
  readonly end: number;
  readonly file: string;
}

export interface PrepareOptions {
  readonly series: string;
  readonly seed: string;
  readonly heldOut: readonly string[];
  /** Absent: everybody with enough held-out lines. */
  readonly characters?: readonly string[] | undefined;
  /** Most prompts for each character. */
  readonly prompts: number;
}

export interface PreparedTestSet {
  readonly testSet: TestSet;
  readonly clips: readonly NeededClip[];
  /** Characters without enough held-out lines, and why. */
  readonly leftOut: readonly { readonly character: string; readonly reason: string }[];
}

const CONTEXT_LINES = 6;
const SHORTEST = 1 * SAMPLE_RATE;
const LONGEST = 20 * SAMPLE_RATE;
const LEAST_CLIPS = 3;
const LEAST_WORDS = 3;

const mark = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);

/**
 * Makes the test prompts and voice references of each character from the held-out episodes. A prompt is a line with
 * what was said before it in its scene; references are other lines, so that what an answer is compared with is
 * never the very clip that it replaces.
 *
 * @throws RolecallError `usage` where no character has enough held-out lines
 */
export function prepareTestSet(lines: readonly EvaluationLine[], options: PrepareOptions): PreparedTestSet {
  const isHeldOut = new Set(options.heldOut);
  const held = lines.filter((line) => isHeldOut.has(line.episode));
  const learnt = lines.filter((line) => !isHeldOut.has(line.episode));
  const clips = new Map<string, NeededClip>();
  const clipOf = (line: EvaluationLine): string => {
    const file = `clips/${mark(line.episode, line.id)}.wav`;
    clips.set(file, { episode: line.episode, start: line.start, end: line.end, file });
    return file;
  };
  const asClip = (line: EvaluationLine) => ({
    utterance: line.id,
    audio: clipOf(line),
    text: line.text,
    seconds: samplesToSeconds(line.end - line.start),
  });
  const names = [...new Set(held.map((line) => line.character))].sort();
  const leftOut: { character: string; reason: string }[] = [];
  const characters: TestSet['characters'] = [];
  for (const name of names) {
    if (options.characters !== undefined && !options.characters.includes(name)) continue;
    const chosen = chooseLines(name, held, options.prompts);
    if (chosen === null) {
      leftOut.push({ character: name, reason: 'too few lines with something said before them' });
      continue;
    }
    characters.push({
      name,
      prompts: chosen.prompts.map(({ line, context }) => ({
        id: `p-${mark(options.series, line.episode, line.id)}`,
        episode: line.episode,
        context: context.map((each) => ({ speaker: each.character, text: each.text, audio: clipOf(each) })),
        reference: asClip(line),
      })),
      voice: chosen.voice.map(asClip),
    });
  }
  if (characters.length === 0) throw nobodyToTest(options, leftOut.length);
  return {
    testSet: {
      kind: 'rolecall-test-set',
      version: 1,
      series: options.series,
      seed: options.seed,
      heldOut: [...options.heldOut],
      characters,
      lines: learnt.map(({ character, text }) => ({ character, text })),
    },
    clips: [...clips.values()],
    leftOut,
  };
}

interface Chosen {
  readonly prompts: readonly { readonly line: EvaluationLine; readonly context: readonly EvaluationLine[] }[];
  readonly voice: readonly EvaluationLine[];
}

/** Half of the usable lines at most become prompts, the rest is the voice; both are spread over the episodes. */
function chooseLines(name: string, held: readonly EvaluationLine[], most: number): Chosen | null {
  const heard = held.flatMap((line, at) => {
    const length = line.end - line.start;
    return line.character === name && length >= SHORTEST && length <= LONGEST ? [{ line, at }] : [];
  });
  const usable = heard.flatMap(({ line, at }) => {
    const context = contextOf(held, at);
    const isAnswer = context.some((each) => each.character !== name) && wordCount(line.text) >= LEAST_WORDS;
    return isAnswer ? [{ line, context }] : [];
  });
  const prompts = spread(usable, Math.min(most, Math.floor(heard.length / 2)));
  const taken = new Set(prompts.map(({ line }) => line));
  const voice = spread(
    heard.map(({ line }) => line).filter((line) => !taken.has(line)),
    most,
  );
  return prompts.length < LEAST_CLIPS || voice.length < LEAST_CLIPS ? null : { prompts, voice };
}

function contextOf(held: readonly EvaluationLine[], at: number): EvaluationLine[] {
  const line = held[at] as EvaluationLine;
  const context: EvaluationLine[] = [];
  for (let before = at - 1; before >= 0 && context.length < CONTEXT_LINES; before -= 1) {
    const each = held[before] as EvaluationLine;
    if (each.episode !== line.episode || each.scene !== line.scene) break;
    context.unshift(each);
  }
  return context;
}

/** At most `most` items, evenly spaced. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)] as Item);
}

const nobodyToTest = (options: PrepareOptions, tried: number): RolecallError =>
  new RolecallError({
    kind: 'usage',
    message:
      options.heldOut.length === 0
        ? 'No episode can be held out: the series needs at least two.'
        : `No character has ${2 * LEAST_CLIPS} usable lines in the held-out episodes (${tried} had too few).`,
    remedy: 'Run more episodes of the series, or name the episodes to hold out with --held-out.',
  });
