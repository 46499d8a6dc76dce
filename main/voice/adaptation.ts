import type { Fit, Space } from './labelled-space.ts';
import { noiseVariance } from './voices.ts';

/**
 * Within-class covariance normalisation (Hatch, Kajarekar and Stolcke, 2006) with shrinkage: directions in which
 * one voice varies with mood, noise and music are made to count for less. `shrinkage` 1 changes nothing.
 *
 * @returns lower triangular matrix by rows, or null where there is too little speech or it is degenerate
 */
export function learnTransform(space: Space, fit: Fit, shrinkage: number): Float64Array | null {
  const { dimension, vectors, labels, seconds } = space;
  const means = fit.voices.characters.map((prototypes) => {
    const sum = new Float64Array(dimension);
    let precision = 0;
    for (const prototype of prototypes) {
      precision += prototype.precision;
      for (let d = 0; d < dimension; d += 1) sum[d]! += prototype.sum[d]!;
    }
    return sum.map((value) => value / (precision || 1));
  });
  const covariance = new Float64Array(dimension * dimension);
  const apart = new Float64Array(dimension);
  let used = 0;
  for (let at = 0; at < space.count; at += 1) {
    const member = fit.members[at];
    if (!member) continue;
    used += 1;
    const scale = Math.sqrt(fit.trust[at]! / noiseVariance(fit.voices.noise, seconds[at]!));
    const mean = means[labels[at]!]!;
    for (let d = 0; d < dimension; d += 1) apart[d] = (vectors[at * dimension + d]! - mean[d]!) * scale;
    for (let r = 0; r < dimension; r += 1) {
      const own = apart[r]!;
      for (let c = 0; c <= r; c += 1) covariance[r * dimension + c]! += own * apart[c]!;
    }
  }
  if (used < 2 * space.characters || used < 20) return null;
  let trace = 0;
  for (let d = 0; d < dimension; d += 1) trace += covariance[d * dimension + d]!;
  if (!(trace > 0)) return null;
  const unit = ((1 - shrinkage) * dimension) / trace;
  for (let r = 0; r < dimension; r += 1) {
    for (let c = 0; c <= r; c += 1) covariance[r * dimension + c]! *= unit;
    covariance[r * dimension + r]! += shrinkage;
  }
  return inverseOfRoot(covariance, dimension);
}

/** The inverse of the Cholesky root of a symmetric positive matrix given by its lower half; null where it is singular. */
function inverseOfRoot(matrix: Float64Array, size: number): Float64Array | null {
  const root = Float64Array.from(matrix);
  for (let r = 0; r < size; r += 1) {
    for (let c = 0; c <= r; c += 1) {
      let sum = root[r * size + c]!;
      for (let k = 0; k < c; k += 1) sum -= root[r * size + k]! * root[c * size + k]!;
      if (r !== c) root[r * size + c] = sum / root[c * size + c]!;
      else if (sum > 1e-12) root[r * size + r] = Math.sqrt(sum);
      else return null;
    }
  }
  const inverse = new Float64Array(size * size);
  for (let c = 0; c < size; c += 1) {
    inverse[c * size + c] = 1 / root[c * size + c]!;
    for (let r = c + 1; r < size; r += 1) {
      let sum = 0;
      for (let k = c; k < r; k += 1) sum -= root[r * size + k]! * inverse[k * size + c]!;
      inverse[r * size + c] = sum / root[r * size + r]!;
    }
  }
  return inverse;
}

/** Rows of `vectors` multiplied by the transform and made unit vectors again. */
export function transformed(
  vectors: Float32Array,
  dimension: number,
  transform: Float64Array | null,
): Float32Array {
  if (transform === null) return vectors;
  const result = new Float32Array(vectors.length);
  transformRows(vectors, dimension, transform, result);
  return result;
}

/** Rows at a time: each number of the matrix is read once for all of them. */
const ROWS = 4;

/** The rows of `from` multiplied by a lower triangular matrix and made unit vectors, written to `into`. */
export function transformRows(
  from: Float32Array,
  dimension: number,
  transform: Float64Array,
  into: Float32Array,
): void {
  const [w, x, y, z] = Array.from({ length: ROWS }, () => new Float64Array(dimension)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const read = [w, x, y, z];
  for (let first = 0; first < from.length; first += ROWS * dimension) {
    const rows = Math.min(ROWS, (from.length - first) / dimension);
    for (let row = 0; row < rows; row += 1) {
      const offset = first + row * dimension;
      for (let d = 0; d < dimension; d += 1) read[row]![d] = from[offset + d]!;
    }
    const written = read.map(() => 0);
    for (let r = 0; r < dimension; r += 1) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let column = 0, place = r * dimension; column <= r; column += 1, place += 1) {
        const factor = transform[place]!;
        a += factor * w[column]!;
        b += factor * x[column]!;
        c += factor * y[column]!;
        d += factor * z[column]!;
      }
      for (let row = 0; row < rows; row += 1) {
        const value = row === 0 ? a : row === 1 ? b : row === 2 ? c : d;
        into[first + row * dimension + r] = value;
        written[row]! += value * value;
      }
    }
    for (let row = 0; row < rows; row += 1) {
      const scale = written[row]! > 0 ? 1 / Math.sqrt(written[row]!) : 0;
      const offset = first + row * dimension;
      for (let d = 0; d < dimension; d += 1) into[offset + d]! *= scale;
    }
  }
}
