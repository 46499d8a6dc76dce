import type { Fluency } from './fluency.ts';
import type { QualityScore, RecognisedAnswer } from './scores.ts';
import { bootstrapMean, meanOf } from './statistics.ts';

/** One answer as far as its quality goes. */
export interface QualityItem {
  readonly text: string | null;
  /** What was said before it. */
  readonly context: readonly string[];
  readonly fluency: Fluency | null;
  readonly recognised: RecognisedAnswer | null;
}

/** How well the answers are spoken, and how many of them only repeat. */
export function qualityOf(own: readonly QualityItem[]): QualityScore {
  const heard = own.flatMap(({ fluency }) => (fluency === null ? [] : [fluency]));
  const mean = (of: (fluency: Fluency) => number | null): number | null => {
    const values = heard.flatMap((each) => of(each) ?? []);
    return values.length === 0 ? null : meanOf(values);
  };
  return {
    spoken: heard.length,
    seconds: mean(({ seconds }) => seconds),
    speechRate: bootstrapMean(heard.flatMap(({ speechRate }) => speechRate ?? [])),
    silence: bootstrapMean(heard.map(({ silence }) => silence)),
    longestPauseSeconds: mean(({ longestPauseSeconds }) => longestPauseSeconds),
    clipping: mean(({ clipping }) => clipping),
    level: mean(({ level }) => level),
    wordErrorRate: bootstrapMean(wordErrorsOf(own)),
    repeated: shareOf(repetitions(own)),
  };
}

/** Word error rates of the answers that have one. */
export const wordErrorsOf = (own: readonly Pick<QualityItem, 'recognised'>[]): number[] =>
  own.flatMap(({ recognised }) => recognised?.wordErrorRate ?? []);

function repetitions(own: readonly QualityItem[]): boolean[] {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const texts = own.flatMap(({ text, context }) =>
    text === null ? [] : [{ said: plain(text), heard: context.map(plain) }],
  );
  const counts = new Map<string, number>();
  for (const { said } of texts) counts.set(said, (counts.get(said) ?? 0) + 1);
  return texts.map(({ said, heard }) => said !== '' && (heard.includes(said) || (counts.get(said) ?? 0) > 1));
}

export const shareOf = (values: readonly boolean[]): number | null =>
  values.length === 0 ? null : values.filter(Boolean).length / values.length;
