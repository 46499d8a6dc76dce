import { type MeasuredItem, rateOf } from './transcript-items.ts';

/** Utterances for which a speaker counts as much as the series. */
const RATE_PRIOR = 8;

/** Syllables a second of each speaker, drawn towards the series' where a speaker says little; the series' under null. */
export function usualRates(items: readonly MeasuredItem[]): Map<string | null, number> {
  const all: number[] = [];
  const bySpeaker = new Map<string, number[]>();
  for (const item of items) {
    const rate = rateOf(item);
    if (rate === null) continue;
    all.push(rate);
    if (item.speaker === null) continue;
    const own = bySpeaker.get(item.speaker) ?? [];
    own.push(rate);
    bySpeaker.set(item.speaker, own);
  }
  const rates = new Map<string | null, number>();
  if (all.length < RATE_PRIOR) return rates;
  const series = median(all);
  rates.set(null, series);
  for (const [speaker, own] of bySpeaker) {
    const share = own.length / (own.length + RATE_PRIOR);
    rates.set(speaker, Math.exp(share * Math.log(median(own)) + (1 - share) * Math.log(series)));
  }
  return rates;
}

/** Nuclei heard for each syllable written, the median. */
export function usualNuclei(items: readonly MeasuredItem[]): number {
  const ratios = items
    .filter(({ syllables }) => syllables >= 4)
    .map(({ counts, syllables }) => counts.nuclei / syllables);
  return ratios.length < RATE_PRIOR ? 0.8 : Math.max(0.2, median(ratios));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
