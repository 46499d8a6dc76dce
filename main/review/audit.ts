import { z } from 'zod';
import { seededRandom } from '../model/index.ts';

const item = z.object({
  utterance: z.string(),
  episode: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  /** The label when the sample was drawn: hidden until the end. */
  label: z.string(),
  /** What the person heard; `unsure` counts neither way. Null while it waits. */
  answer: z.object({ character: z.string().nullable(), unsure: z.boolean() }).nullable(),
});

/** A blind audit: a seeded sample of labelled utterances, judged by ear. */
export const audit = z.object({
  id: z.number().int(),
  series: z.string().nullable(),
  seed: z.number().int(),
  /** How many utterances the sample was drawn from. */
  population: z.number().int(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  items: z.array(item),
});
export type Audit = z.infer<typeof audit>;

/** A label error rate with its 95% interval. */
export interface AuditResult {
  readonly id: number;
  readonly series: string | null;
  readonly seed: number;
  readonly finishedAt: string;
  readonly population: number;
  readonly judged: number;
  readonly unsure: number;
  readonly errors: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly wrong: { utterance: string; episode: string; text: string; label: string; heard: string | null }[];
}

/**
 * `size` of the ids, drawn without replacement; the same seed draws the same from the same list.
 * Fisher-Yates with the generator mulberry32.
 */
export function drawSample(ids: readonly string[], size: number, seed: number): string[] {
  const deck = [...ids];
  const random = seededRandom(seed);
  const drawn = Math.min(size, deck.length);
  for (let index = 0; index < drawn; index += 1) {
    const other = index + Math.floor(random() * (deck.length - index));
    const moved = deck[index] as string;
    deck[index] = deck[other] as string;
    deck[other] = moved;
  }
  return deck.slice(0, drawn);
}

/** Of the normal distribution: 95% lies within so many standard deviations. */
const Z = 1.959_964;

/** Wilson's score interval (1927) of a share, at 95%; holds for small counts and for none. */
export function wilsonInterval(hits: number, count: number): { low: number; high: number } {
  if (count === 0) return { low: 0, high: 1 };
  const share = hits / count;
  const square = Z * Z;
  const centre = share + square / (2 * count);
  const spread = Z * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  const scale = 1 + square / count;
  return {
    low: hits === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: hits === count ? 1 : Math.min(1, (centre + spread) / scale),
  };
}

/** What an audit says so far. */
export function auditResult({ id, series, seed, population, finishedAt, items }: Audit): AuditResult {
  const answered = items.flatMap((each) => (each.answer === null ? [] : [{ ...each, answer: each.answer }]));
  const judged = answered.filter(({ answer }) => !answer.unsure);
  const wrong = judged.filter(({ answer, label }) => answer.character !== label);
  return {
    id,
    series,
    seed,
    population,
    finishedAt: finishedAt ?? '',
    judged: judged.length,
    unsure: answered.length - judged.length,
    errors: wrong.length,
    rate: judged.length === 0 ? 0 : wrong.length / judged.length,
    ...wilsonInterval(wrong.length, judged.length),
    wrong: wrong.map(({ utterance, episode, text, label, answer }) => ({
      utterance,
      episode,
      text,
      label,
      heard: answer.character,
    })),
  };
}
