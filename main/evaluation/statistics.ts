import { seededRandom } from '../model/index.ts';

export { seededRandom };
/** A shuffled copy (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as Item, result[last] as Item];
  }
  return result;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A figure with its 95% interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** How many independent items it rests on. */
  readonly count: number;
}

const RESAMPLES = 2000;
const SEED = 20_250_923;

/** A group of independent items and a statistic of them. */
export interface Group {
  readonly count: number;
  readonly statistic: (places: readonly number[]) => number;
}

/**
 * Percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13), 2,000 draws:
 * the mean over groups, each of which counts the same however many items it has; every draw resamples the items
 * inside each group (stratified bootstrap), for the groups themselves are not a sample of anything. Null where no
 * group has items.
 */
export function bootstrapGroups(groups: readonly Group[], resamples = RESAMPLES): Estimate | null {
  const filled = groups.filter(({ count }) => count > 0);
  if (filled.length === 0) return null;
  const random = seededRandom(SEED + filled.length);
  const draws = Array.from({ length: resamples }, () =>
    meanOf(
      filled.map(({ count, statistic }) =>
        statistic(Array.from({ length: count }, () => Math.floor(random() * count))),
      ),
    ),
  ).sort((a, b) => a - b);
  return {
    mean: meanOf(
      filled.map(({ count, statistic }) => statistic(Array.from({ length: count }, (_, at) => at))),
    ),
    low: quantile(draws, 0.025),
    high: quantile(draws, 0.975),
    count: filled.reduce((sum, { count }) => sum + count, 0),
  };
}

/** The group whose statistic is the mean of these values. */
export const groupOfValues = (values: readonly number[]): Group => ({
  count: values.length,
  statistic(places) {
    let sum = 0;
    for (const place of places) sum += values[place] as number;
    return sum / places.length;
  },
});

/** The mean of independent values with its bootstrap interval; null where there are none. */
export const bootstrapMean = (values: readonly number[]): Estimate | null =>
  bootstrapGroups([groupOfValues(values)]);

export interface PairedComparison {
  /** Mean of first minus second over what both answered, with its interval. */
  readonly difference: Estimate;
  /** Probability of a difference at least as large if the two were the same: sign-flip permutation, two-sided. */
  readonly probability: number;
}

/**
 * Compares two systems on the same items: bootstrap of the differences, and a permutation test that flips
 * their signs (Good, "Permutation Tests", 2000). Null where they share no item.
 */
export function comparePaired(
  first: ReadonlyMap<string, number>,
  second: ReadonlyMap<string, number>,
): PairedComparison | null {
  const differences = [...first].flatMap(([item, value]) => {
    const other = second.get(item);
    return other === undefined ? [] : [value - other];
  });
  const difference = bootstrapMean(differences);
  if (difference === null) return null;
  const random = seededRandom(SEED);
  const seen = Math.abs(difference.mean) - 1e-12;
  let asLarge = 0;
  for (let draw = 0; draw < RESAMPLES; draw += 1) {
    let sum = 0;
    for (const value of differences) sum += random() < 0.5 ? value : -value;
    if (Math.abs(sum / differences.length) >= seen) asLarge += 1;
  }
  return { difference, probability: (asLarge + 1) / (RESAMPLES + 1) };
}

/** Probability that a positive scores above a negative, ties half: the area under the ROC curve. Chance is 0.5. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  let wins = 0;
  for (const positive of positives) {
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  }
  return wins / (positives.length * negatives.length);
}

function quantile(ascending: readonly number[], share: number): number {
  const rank = share * (ascending.length - 1);
  const below = Math.floor(rank);
  const low = ascending[below] as number;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] as number;
  return low + (high - low) * (rank - below);
}
