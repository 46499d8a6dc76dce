/** Weights of a logistic model; the first is the constant. */
export type Weights = readonly number[];

export interface WeightedRow {
  readonly features: readonly number[];
  /** 1 for what the model should find. */
  readonly label: 0 | 1;
  readonly weight: number;
}

const ROUNDS = 25;

export const logistic = (logit: number): number => 1 / (1 + Math.exp(-Math.max(-40, Math.min(40, logit))));

export const logitOf = (weights: Weights, features: readonly number[]): number =>
  features.reduce((sum, feature, index) => sum + feature * (weights[index + 1] ?? 0), weights[0] ?? 0);

/**
 * Logistic regression by Newton's method, drawn towards `prior` as if by so many rows: with few rows the answer is
 * the prior, with many the data's.
 */
export function fitLogistic(rows: readonly WeightedRow[], prior: Weights, strength: number): number[] {
  const size = prior.length;
  let weights: number[] = [...prior];
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = weights.map((weight, index) => -strength * (weight - (prior[index] ?? 0)));
    const curvature = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (__, j) => (i === j ? strength : 0)),
    );
    for (const { features, label, weight } of rows) {
      const p = logistic(logitOf(weights, features));
      const x = [1, ...features];
      for (let i = 0; i < size; i += 1) {
        const xi = x[i] ?? 0;
        gradient[i] = (gradient[i] ?? 0) + weight * (label - p) * xi;
        const row = curvature[i] ?? [];
        for (let j = 0; j < size; j += 1) row[j] = (row[j] ?? 0) + weight * p * (1 - p) * xi * (x[j] ?? 0);
      }
    }
    const step = solve(curvature, gradient);
    const before = objective(rows, weights, prior, strength);
    // A whole step overshoots where the rows are told apart without a mistake: half of it then, and half of that.
    let share = 1;
    let next = weights;
    do {
      next = weights.map((weight, index) => weight + share * (step[index] ?? 0));
      share /= 2;
    } while (share > 1e-3 && objective(rows, next, prior, strength) < before);
    const change = next.reduce((sum, weight, index) => sum + Math.abs(weight - (weights[index] ?? 0)), 0);
    weights = next;
    if (change < 1e-6) break;
  }
  return weights;
}

/** Logarithm of the likelihood, less what it costs to stray from the prior. */
function objective(rows: readonly WeightedRow[], weights: Weights, prior: Weights, strength: number): number {
  let sum = 0;
  for (const { features, label, weight } of rows) {
    const logit = logitOf(weights, features);
    sum += weight * ((label - 1) * logit - Math.log1p(Math.exp(-Math.max(-40, logit))));
  }
  for (const [index, weight] of weights.entries())
    sum -= (strength / 2) * (weight - (prior[index] ?? 0)) ** 2;
  return sum;
}

/** Solves a symmetric positive system by elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const size = rows.length;
  for (let i = 0; i < size; i += 1) {
    const pivotRow = rows[i] ?? [];
    const pivot = pivotRow[i] || 1e-9;
    for (let j = i + 1; j < size; j += 1) {
      const row = rows[j] ?? [];
      const factor = (row[i] ?? 0) / pivot;
      for (let k = i; k <= size; k += 1) row[k] = (row[k] ?? 0) - factor * (pivotRow[k] ?? 0);
    }
  }
  const result = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i -= 1) {
    const row = rows[i] ?? [];
    let sum = row[size] ?? 0;
    for (let j = i + 1; j < size; j += 1) sum -= (row[j] ?? 0) * (result[j] ?? 0);
    result[i] = sum / (row[i] || 1e-9);
  }
  return result;
}
