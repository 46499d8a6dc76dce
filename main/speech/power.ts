/** Length of the frames that are transformed: 32 ms at 16 kHz. */
export const FRAME = 512;
const HALF = FRAME / 2;
const BITS = Math.log2(HALF);

const hann = Float64Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME));
const cosine = Float64Array.from({ length: HALF }, (_, k) => Math.cos((2 * Math.PI * k) / FRAME));
const sine = Float64Array.from({ length: HALF }, (_, k) => -Math.sin((2 * Math.PI * k) / FRAME));
const order = Uint16Array.from({ length: HALF }, (_, k) => {
  let reversed = 0;
  for (let bit = 0; bit < BITS; bit += 1) if (k & (1 << bit)) reversed |= 1 << (BITS - 1 - bit);
  return reversed;
});

/**
 * Power spectra of one Hann-windowed frame after the other, for long streams: 256 complex values in place of 512
 * real ones (Press et al., Numerical Recipes, 12.3), the arrays used again. Half the time of `addPowerSpectrum`.
 */
export class Spectrum {
  readonly #real = new Float64Array(HALF);
  readonly #imaginary = new Float64Array(HALF);
  readonly #power = new Float64Array(HALF);

  /** |X(k)|² for k from 0 to 255; the same array each time. */
  of(frame: Float64Array): Float64Array {
    const real = this.#real;
    const imaginary = this.#imaginary;
    for (let k = 0; k < HALF; k += 1) {
      const to = order[k] as number;
      real[to] = (frame[2 * k] as number) * (hann[2 * k] as number);
      imaginary[to] = (frame[2 * k + 1] as number) * (hann[2 * k + 1] as number);
    }
    for (let width = 1; width < HALF; width *= 2) {
      const stride = HALF / width;
      for (let k = 0; k < width; k += 1) {
        const c = cosine[k * stride] as number;
        const s = sine[k * stride] as number;
        for (let low = k; low < HALF; low += 2 * width) {
          const high = low + width;
          const re = (real[high] as number) * c - (imaginary[high] as number) * s;
          const im = (real[high] as number) * s + (imaginary[high] as number) * c;
          real[high] = (real[low] as number) - re;
          imaginary[high] = (imaginary[low] as number) - im;
          real[low] = (real[low] as number) + re;
          imaginary[low] = (imaginary[low] as number) + im;
        }
      }
    }
    return this.#unfold();
  }

  #unfold(): Float64Array {
    const real = this.#real;
    const imaginary = this.#imaginary;
    for (let k = 0; k < HALF; k += 1) {
      const mirror = k === 0 ? 0 : HALF - k;
      const a = real[k] as number;
      const b = imaginary[k] as number;
      const c = real[mirror] as number;
      const d = imaginary[mirror] as number;
      const oddRe = b + d;
      const oddIm = c - a;
      const re = a + c + oddRe * (cosine[k] as number) - oddIm * (sine[k] as number);
      const im = b - d + oddRe * (sine[k] as number) + oddIm * (cosine[k] as number);
      this.#power[k] = (re * re + im * im) / 4;
    }
    return this.#power;
  }
}
