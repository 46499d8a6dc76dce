/**
 * Power spectra |X[k]|^2, k = 0 … size / 2, of real frames of one size. Sizes are an odd number times a power of
 * two: the power of two is done by radix-2 butterflies, the odd rest by adding its parts up (512 = 1 x 512 needs no
 * adding, 400 = 25 x 16 adds 25 short transforms, which still is a twentieth of a plain sum over all samples).
 */
export class PowerSpectrum {
  readonly size: number;
  /** How many interleaved parts the frame falls into. */
  readonly #odd: number;
  readonly #length: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #order: Uint32Array;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;

  constructor(size: number) {
    this.size = size;
    let length = 1;
    while ((size / length) % 2 === 0) length *= 2;
    this.#length = length;
    this.#odd = size / length;
    this.#cosines = Float64Array.from({ length: size }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sines = Float64Array.from({ length: size }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    this.#order = bitReversed(length);
    this.#real = new Float64Array(size);
    this.#imaginary = new Float64Array(size);
  }

  /** Writes size / 2 + 1 powers to `into`. */
  compute(frame: Float64Array, into: Float64Array): void {
    for (let part = 0; part < this.#odd; part += 1) this.#transform(frame, part);
    const half = this.size / 2;
    const re = this.#real;
    const im = this.#imaginary;
    if (this.#odd === 1) {
      for (let k = 0; k <= half; k += 1) into[k] = re[k]! * re[k]! + im[k]! * im[k]!;
      return;
    }
    for (let k = 0; k <= half; k += 1) {
      let real = 0;
      let imaginary = 0;
      let turn = 0;
      for (let place = k % this.#length; place < this.size; place += this.#length) {
        const cosine = this.#cosines[turn]!;
        const sine = this.#sines[turn]!;
        real += re[place]! * cosine - im[place]! * sine;
        imaginary += re[place]! * sine + im[place]! * cosine;
        turn += k;
        if (turn >= this.size) turn -= this.size;
      }
      into[k] = real * real + imaginary * imaginary;
    }
  }

  /** The transform of every `odd`-th sample from `part` on, in the part's own stretch of the buffers. */
  #transform(frame: Float64Array, part: number): void {
    const length = this.#length;
    const base = part * length;
    const re = this.#real;
    const im = this.#imaginary;
    const cosines = this.#cosines;
    const sines = this.#sines;
    const order = this.#order;
    for (let i = 0; i < length; i += 1) {
      re[base + i] = frame[part + this.#odd * order[i]!]!;
      im[base + i] = 0;
    }
    for (let half = 1; half < length; half *= 2) {
      const step = this.size / (2 * half);
      for (let k = 0; k < half; k += 1) {
        const cosine = cosines[k * step]!;
        const sine = sines[k * step]!;
        for (let low = base + k; low < base + length; low += 2 * half) {
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
}

function bitReversed(length: number): Uint32Array {
  const order = new Uint32Array(length);
  for (let i = 1; i < length; i += 1) order[i] = (order[i >> 1]! >> 1) | (i & 1 ? length >> 1 : 0);
  return order;
}
