/** A score with the truth about it; scores rise with what `positive` means. */
export interface Scored {
  readonly score: number;
  readonly positive: boolean;
}

/** Equal error rate: rejects of positives and accepts of negatives where they are nearest to one another. */
export function equalErrorRate(trials: readonly Scored[]): number {
  const sorted = [...trials].sort((a, b) => b.score - a.score);
  const positives = sorted.filter(({ positive }) => positive).length;
  const negatives = sorted.length - positives;
  let [accepted, wrong, nearest, rate] = [0, 0, Number.POSITIVE_INFINITY, Number.NaN];
  for (const { positive } of sorted) {
    if (positive) accepted += 1;
    else wrong += 1;
    const misses = 1 - accepted / positives;
    const alarms = wrong / negatives;
    if (Math.abs(misses - alarms) < nearest)
      [nearest, rate] = [Math.abs(misses - alarms), (misses + alarms) / 2];
  }
  return rate;
}

/** Least detection cost over all thresholds, divided by that of the better blind answer (NIST SRE), both costs 1. */
export function minimumDetectionCost(trials: readonly Scored[], targetPrior = 0.01): number {
  const sorted = [...trials].sort((a, b) => b.score - a.score);
  const positives = sorted.filter(({ positive }) => positive).length;
  const negatives = sorted.length - positives;
  let [accepted, wrong] = [0, 0];
  let least = targetPrior;
  for (const { positive } of sorted) {
    if (positive) accepted += 1;
    else wrong += 1;
    least = Math.min(
      least,
      targetPrior * (1 - accepted / positives) + (1 - targetPrior) * (wrong / negatives),
    );
  }
  return least / Math.min(targetPrior, 1 - targetPrior);
}

/** Area under the receiver operating characteristic: how often a positive scores above a negative; ties count half. */
export function areaUnderCurve(trials: readonly Scored[]): number {
  let [above, pairs] = [0, 0];
  const negatives = trials.filter(({ positive }) => !positive);
  for (const own of trials) {
    if (!own.positive) continue;
    for (const other of negatives) {
      pairs += 1;
      above += own.score > other.score ? 1 : own.score === other.score ? 0.5 : 0;
    }
  }
  return above / pairs;
}

/** Mean of the precision at each positive, best score first. */
export function averagePrecision(trials: readonly Scored[]): number {
  const sorted = [...trials].sort((a, b) => b.score - a.score);
  let [found, total] = [0, 0];
  sorted.forEach(({ positive }, at) => {
    if (!positive) return;
    found += 1;
    total += found / (at + 1);
  });
  return total / found;
}

/** Expected calibration error over ten bins of equal width: `score` is a probability that `positive` is true. */
export function calibrationError(trials: readonly Scored[]): number {
  const apart = new Float64Array(10);
  for (const { score, positive } of trials) {
    apart[Math.min(9, Math.floor(score * 10))]! += score - (positive ? 1 : 0);
  }
  return apart.reduce((sum, value) => sum + Math.abs(value), 0) / trials.length;
}

/** Share of the members that belong to the commonest voice of their cluster. */
export function purity(clusters: readonly (readonly string[])[]): number {
  let [pure, all] = [0, 0];
  for (const voices of clusters) {
    const counts = new Map<string, number>();
    for (const voice of voices) counts.set(voice, (counts.get(voice) ?? 0) + 1);
    pure += Math.max(0, ...counts.values());
    all += voices.length;
  }
  return pure / all;
}

export const share = <Item>(items: readonly Item[], is: (item: Item) => boolean): number =>
  items.filter(is).length / items.length;

/** Spearman's rank correlation; ties share their mean rank. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const a = ranks(pairs.map(([first]) => first));
  const b = ranks(pairs.map(([, second]) => second));
  const mean = (pairs.length + 1) / 2;
  let [both, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < pairs.length; at += 1) {
    both += (a[at]! - mean) * (b[at]! - mean);
    ofA += (a[at]! - mean) ** 2;
    ofB += (b[at]! - mean) ** 2;
  }
  return both / Math.sqrt(ofA * ofB);
}

function ranks(values: readonly number[]): Float64Array {
  const order = values.map((_, at) => at).sort((x, y) => values[x]! - values[y]!);
  const result = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let at = from; at < to; at += 1) result[order[at]!] = (from + to + 1) / 2;
    from = to;
  }
  return result;
}
