import { seededRandom } from '../../../main/model/index.ts';

/** A seeded source of numbers (mulberry32, public domain by Tommy Ettinger), with what the cases need of it. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  whole(low: number, high: number): number;
  normal(): number;
  pick<T>(values: readonly T[]): T;
}

export function seeded(seed: number): Random {
  const next = seededRandom(seed);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor((high - low + 1) * next()),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (values) => values[Math.floor(next() * values.length)]!,
  };
}
