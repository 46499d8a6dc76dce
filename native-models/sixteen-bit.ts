const FULL_SCALE = 32_768;

/**
 * Samples as the 16-bit numbers that media are decoded to: half as much to send to another process. What came from
 * there comes back the same; other values are rounded, and beyond full scale cut.
 *
 * @returns nothing at all where a sample is not finite
 */
export function toSixteenBit(clip: Float32Array): Int16Array<ArrayBuffer> {
  const numbers = new Int16Array(clip.length);
  // A sum is finite where all of its parts are.
  let sum = 0;
  for (let i = 0; i < clip.length; i += 1) {
    const value = (clip[i] as number) * FULL_SCALE;
    sum += Math.abs(value);
    numbers[i] = value >= 32_767 ? 32_767 : value <= -32_768 ? -32_768 : Math.round(value);
  }
  return Number.isFinite(sum) ? numbers : new Int16Array(0);
}

/** Samples from -1 to 1, in new memory unless some as long is given. */
export function fromSixteenBit(
  numbers: Int16Array,
  clip = new Float32Array(numbers.length),
): Float32Array<ArrayBuffer> {
  for (let i = 0; i < numbers.length; i += 1) clip[i] = (numbers[i] as number) / FULL_SCALE;
  return clip;
}
