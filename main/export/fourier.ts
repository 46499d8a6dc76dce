/**
 * Power spectrum of real frames of one length, a power of two: radix-2 Fourier transform of N/2
 * complex values, unfolded (Press et al., Numerical Recipes, 12.3). The arrays are reused.
 */
export class PowerSpectrum {
  readonly #size: number;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;
  readonly #cosine: Float64Array;
  readonly #sine: Float64Array;
  readonly #order: Uint32Array;
  readonly power: Float64Array;

  constructor(size: number) {
    const half = size / 2;
    const bits = Math.log2(half);
    if (!Number.isInteger(bits)) throw new Error('the size of a frame is a power of two');
    this.#size = size;
    this.#real = new Float64Array(half);
    this.#imaginary = new Float64Array(half);
    this.#cosine = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sine = Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
    this.#order = Uint32Array.from({ length: half }, (_, k) => {
      let reversed = 0;
      for (let bit = 0; bit < bits; bit += 1) if (k & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
      return reversed;
    });
    this.power = new Float64Array(half);
  }

  /** Leaves |X(k)|², k from 0 to N/2 - 1, in `power`. */
  of(frame: Float32Array | Float64Array): Float64Array {
    const real = this.#real;
    const imaginary = this.#imaginary;
    const order = this.#order;
    const half = this.#size / 2;
    for (let k = 0; k < half; k += 1) {
      const to = order[k] as number;
      real[to] = frame[2 * k] as number;
      imaginary[to] = frame[2 * k + 1] as number;
    }
    this.#transform();
    this.#unfold();
    return this.power;
  }

  #transform(): void {
    const real = this.#real;
    const imaginary = this.#imaginary;
    const cosine = this.#cosine;
    const sine = this.#sine;
    const half = this.#size / 2;
    for (let width = 1; width < half; width *= 2) {
      const stride = half / width;
      for (let start = 0; start < half; start += 2 * width) {
        for (let k = 0; k < width; k += 1) {
          const c = cosine[k * stride] as number;
          const s = sine[k * stride] as number;
          const low = start + k;
          const high = low + width;
          const x = real[high] as number;
          const y = imaginary[high] as number;
          const re = x * c - y * s;
          const im = x * s + y * c;
          const a = real[low] as number;
          const b = imaginary[low] as number;
          real[high] = a - re;
          imaginary[high] = b - im;
          real[low] = a + re;
          imaginary[low] = b + im;
        }
      }
    }
  }

  #unfold(): void {
    const real = this.#real;
    const imaginary = this.#imaginary;
    const cosine = this.#cosine;
    const sine = this.#sine;
    const power = this.power;
    const half = this.#size / 2;
    for (let k = 0; k < half; k += 1) {
      const mirror = k === 0 ? 0 : half - k;
      const a = real[k] as number;
      const b = imaginary[k] as number;
      const c = real[mirror] as number;
      const d = imaginary[mirror] as number;
      const oddRe = b + d;
      const oddIm = c - a;
      const re = a + c + oddRe * (cosine[k] as number) - oddIm * (sine[k] as number);
      const im = b - d + oddRe * (sine[k] as number) + oddIm * (cosine[k] as number);
      power[k] = (re * re + im * im) / 4;
    }
  }
}
