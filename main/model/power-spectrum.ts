import { Fourier } from './fourier.ts';

/**
 * Power spectra |X(k)|², k from 0 to N/2, of real frames of one even length N: N/2 complex values are transformed in
 * their place and taken apart again (Press et al., Numerical Recipes, 12.3). The arrays are used again.
 */
export class PowerSpectrum {
  readonly size: number;
  readonly #fourier: Fourier;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #cosine: Float64Array;
  readonly #sine: Float64Array;

  /** @throws RangeError where half the size is no whole number without prime factors beyond 5 */
  constructor(size: number) {
    const half = size / 2;
    this.size = size;
    this.#fourier = new Fourier(half);
    this.#re = new Float64Array(half);
    this.#im = new Float64Array(half);
    this.#cosine = Float64Array.from({ length: half + 1 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sine = Float64Array.from({ length: half + 1 }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  }

  /** @param frame N samples @param into gets N/2 + 1 powers */
  compute(frame: Float32Array | Float64Array, into: Float64Array): void {
    const re = this.#re;
    const im = this.#im;
    const half = re.length;
    for (let k = 0; k < half; k += 1) {
      re[k] = frame[2 * k] as number;
      im[k] = frame[2 * k + 1] as number;
    }
    this.#fourier.transform(re, im);
    const cosine = this.#cosine;
    const sine = this.#sine;
    for (let k = 0; k <= half; k += 1) {
      const at = k === half ? 0 : k;
      const mirror = at === 0 ? 0 : half - at;
      const a = re[at] as number;
      const b = im[at] as number;
      const c = re[mirror] as number;
      const d = im[mirror] as number;
      const oddRe = b + d;
      const oddIm = c - a;
      const real = a + c + oddRe * (cosine[k] as number) - oddIm * (sine[k] as number);
      const imaginary = b - d + oddRe * (sine[k] as number) + oddIm * (cosine[k] as number);
      into[k] = (real * real + imaginary * imaginary) / 4;
    }
  }
}
