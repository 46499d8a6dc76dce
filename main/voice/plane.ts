/** Rounds of the power iteration; the picture needs no more exact axes. */
const ROUNDS = 40;

/**
 * The two axes along which vectors differ most (principal components, by power iteration), scaled so that all
 * points lie within -1 to 1: a picture of many voices. Near points sound alike; far ones may still be alike.
 *
 * @param sample vectors that the axes are found from, where all of them would take too long
 */
export function onPlane(
  vectors: readonly Float32Array[],
  sample: readonly Float32Array[] = vectors,
): { x: number; y: number }[] {
  const dimension = sample[0]?.length ?? 0;
  const mean = new Float64Array(dimension);
  for (const vector of sample)
    for (let at = 0; at < dimension; at += 1) mean[at]! += vector[at]! / sample.length;
  const first = principal(sample, mean, null);
  const second = principal(sample, mean, first);
  const points = vectors.map((vector) => ({ x: along(vector, mean, first), y: along(vector, mean, second) }));
  const reach = points.reduce((most, { x, y }) => Math.max(most, Math.abs(x), Math.abs(y)), 1e-9);
  return points.map(({ x, y }) => ({ x: x / reach, y: y / reach }));
}

function principal(
  vectors: readonly Float32Array[],
  mean: Float64Array,
  without: Float64Array | null,
): Float64Array {
  // Any start does that is not at right angles to the answer; the same one each time gives the same picture.
  let axis = normalised(Float64Array.from(mean, (_value, at) => 1 + ((at * 7) % 11) / 11));
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Float64Array(mean.length);
    for (const vector of vectors) {
      const weight = along(vector, mean, axis);
      for (let at = 0; at < next.length; at += 1) next[at]! += weight * (vector[at]! - mean[at]!);
    }
    if (without !== null) {
      const share = next.reduce((sum, value, at) => sum + value * without[at]!, 0);
      for (let at = 0; at < next.length; at += 1) next[at]! -= share * without[at]!;
    }
    axis = normalised(next);
  }
  return axis;
}

function along(vector: Float32Array, mean: Float64Array, axis: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < axis.length; at += 1) sum += (vector[at]! - mean[at]!) * axis[at]!;
  return sum;
}

function normalised(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
