/** The convolution of two signals by one long transform. */
export function convolve(a: Float32Array, b: Float32Array): Float32Array {
  const length = a.length + b.length - 1;
  const size = 2 ** Math.ceil(Math.log2(length));
  // One real signal as the real part, the other as the imaginary: their product is in the square's imaginary part.
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(a);
  im.set(b);
  transform(re, im, -1);
  for (let k = 0; k < size; k += 1) {
    const square = re[k]! * re[k]! - im[k]! * im[k]!;
    im[k] = 2 * re[k]! * im[k]!;
    re[k] = square;
  }
  transform(re, im, 1);
  return Float32Array.from({ length }, (_, i) => im[i]! / (2 * size));
}

/** Radix-2, in place, unscaled. */
function transform(re: Float64Array, im: Float64Array, sign: 1 | -1): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i += 1) {
    let bit = size >> 1;
    while (j & bit) {
      j ^= bit;
      bit >>= 1;
    }
    j |= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k += 1) {
      const angle = (sign * Math.PI * k) / half;
      const cosine = Math.cos(angle);
      const sine = Math.sin(angle);
      for (let low = k; low < size; low += 2 * half) {
        const high = low + half;
        const real = re[high]! * cosine - im[high]! * sine;
        const imaginary = re[high]! * sine + im[high]! * cosine;
        re[high] = re[low]! - real;
        im[high] = im[low]! - imaginary;
        re[low] = re[low]! + real;
        im[low] = im[low]! + imaginary;
      }
    }
  }
}
