/** Factors that a stage of the transform may have: small ones, the larger first. */
const RADICES = [4, 2, 3, 5] as const;

/**
 * The discrete Fourier transform of a length that has no prime factor beyond 5, in Stockham's order (C. Van Loan,
 * "Computational Frameworks for the Fast Fourier Transform", 1992, 1.7). Not scaled in either direction.
 */
export class Fourier {
  readonly length: number;
  readonly #radices: readonly number[];
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  #re: Float64Array;
  #im: Float64Array;

  /** @throws RangeError where the length has a larger prime factor */
  constructor(length: number) {
    const radices: number[] = [];
    let rest = length;
    for (const radix of RADICES) for (; rest % radix === 0 && rest > 1; rest /= radix) radices.push(radix);
    if (rest !== 1) throw new RangeError(`A transform of ${length} values is not known`);
    this.length = length;
    this.#radices = radices;
    this.#cosines = Float64Array.from({ length }, (_, k) => Math.cos((2 * Math.PI * k) / length));
    this.#sines = Float64Array.from({ length }, (_, k) => -Math.sin((2 * Math.PI * k) / length));
    this.#re = new Float64Array(length);
    this.#im = new Float64Array(length);
  }

  /** In place; with real and imaginary parts given the other way round it is the inverse. */
  transform(re: Float64Array, im: Float64Array): void {
    let [fromRe, fromIm, toRe, toIm] = [re, im, this.#re, this.#im];
    let length = this.length;
    let stride = 1;
    for (const radix of this.#radices) {
      this.#stage(radix, length, stride, fromRe, fromIm, toRe, toIm);
      [fromRe, fromIm, toRe, toIm] = [toRe, toIm, fromRe, fromIm];
      length /= radix;
      stride *= radix;
    }
    if (fromRe === re) return;
    re.set(fromRe);
    im.set(fromIm);
  }

  #stage(
    radix: number,
    length: number,
    stride: number,
    fromRe: Float64Array,
    fromIm: Float64Array,
    toRe: Float64Array,
    toIm: Float64Array,
  ): void {
    if (radix === 4) {
      this.#stageOfFour(length, stride, fromRe, fromIm, toRe, toIm);
      return;
    }
    const [cosines, sines, whole] = [this.#cosines, this.#sines, this.length];
    const part = length / radix;
    const step = whole / radix;
    for (let p = 0; p < part; p += 1) {
      for (let j = 0; j < radix; j += 1) {
        const twiddle = (p * j * stride) % whole;
        const [wRe, wIm] = [cosines[twiddle] as number, sines[twiddle] as number];
        const to = stride * (radix * p + j);
        for (let q = 0; q < stride; q += 1) {
          let [sumRe, sumIm] = [0, 0];
          for (let k = 0; k < radix; k += 1) {
            const from = q + stride * (p + part * k);
            const turn = ((j * k) % radix) * step;
            const [aRe, aIm] = [fromRe[from] as number, fromIm[from] as number];
            const [tRe, tIm] = [cosines[turn] as number, sines[turn] as number];
            sumRe += aRe * tRe - aIm * tIm;
            sumIm += aRe * tIm + aIm * tRe;
          }
          toRe[to + q] = sumRe * wRe - sumIm * wIm;
          toIm[to + q] = sumRe * wIm + sumIm * wRe;
        }
      }
    }
  }

  /** The same for four parts, whose turns are exchanges and signs. */
  #stageOfFour(
    length: number,
    stride: number,
    fromRe: Float64Array,
    fromIm: Float64Array,
    toRe: Float64Array,
    toIm: Float64Array,
  ): void {
    const [cosines, sines, part] = [this.#cosines, this.#sines, length / 4];
    const apart = stride * part;
    for (let p = 0; p < part; p += 1) {
      const turn = p * stride;
      const [w1, v1] = [cosines[turn] as number, sines[turn] as number];
      const [w2, v2] = [w1 * w1 - v1 * v1, 2 * w1 * v1];
      const [w3, v3] = [w1 * w2 - v1 * v2, w1 * v2 + v1 * w2];
      for (let q = 0; q < stride; q += 1) {
        const a = q + stride * p;
        const b = a + apart;
        const c = b + apart;
        const d = c + apart;
        const acRe = (fromRe[a] as number) + (fromRe[c] as number);
        const acIm = (fromIm[a] as number) + (fromIm[c] as number);
        const aLessRe = (fromRe[a] as number) - (fromRe[c] as number);
        const aLessIm = (fromIm[a] as number) - (fromIm[c] as number);
        const bdRe = (fromRe[b] as number) + (fromRe[d] as number);
        const bdIm = (fromIm[b] as number) + (fromIm[d] as number);
        const bLessRe = (fromRe[b] as number) - (fromRe[d] as number);
        const bLessIm = (fromIm[b] as number) - (fromIm[d] as number);
        const to = q + 4 * stride * p;
        toRe[to] = acRe + bdRe;
        toIm[to] = acIm + bdIm;
        const [oneRe, oneIm] = [aLessRe + bLessIm, aLessIm - bLessRe];
        toRe[to + stride] = oneRe * w1 - oneIm * v1;
        toIm[to + stride] = oneRe * v1 + oneIm * w1;
        const [twoRe, twoIm] = [acRe - bdRe, acIm - bdIm];
        toRe[to + 2 * stride] = twoRe * w2 - twoIm * v2;
        toIm[to + 2 * stride] = twoRe * v2 + twoIm * w2;
        const [threeRe, threeIm] = [aLessRe - bLessIm, aLessIm + bLessRe];
        toRe[to + 3 * stride] = threeRe * w3 - threeIm * v3;
        toIm[to + 3 * stride] = threeRe * v3 + threeIm * w3;
      }
    }
  }
}
