/** Factors that a stage of the transform may have: small ones, the larger first. */
const RADICES = [4, 2, 3, 5] as const;

/**
 * The discrete Fourier transform of a length that has no prime factor beyond 5, in Stockham's order (C. Van Loan,
 * "Computational Frameworks for the Fast Fourier Transform", 1992, 1.7). Not scaled in either direction.
 */
export class Fourier {
  readonly length: number;
  readonly #stages: readonly Stage[];
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /** @throws RangeError where the length has a larger prime factor */
  constructor(length: number) {
    this.length = length;
    this.#stages = stagesOf(length);
    this.#re = new Float64Array(length);
    this.#im = new Float64Array(length);
  }

  /** In place; with real and imaginary parts given the other way round it is the inverse. */
  transform(re: Float64Array, im: Float64Array): void {
    let fromRe = re;
    let fromIm = im;
    let toRe = this.#re;
    let toIm = this.#im;
    for (const stage of this.#stages) {
      if (stage.radix === 4) runStageOfFour(stage, fromRe, fromIm, toRe, toIm);
      else runStage(stage, fromRe, fromIm, toRe, toIm);
      const [nextRe, nextIm] = [toRe, toIm];
      toRe = fromRe;
      toIm = fromIm;
      fromRe = nextRe;
      fromIm = nextIm;
    }
    if (fromRe === re) return;
    re.set(fromRe);
    im.set(fromIm);
  }
}

/** One stage: `stride` transforms side by side, each of `radix` parts. */
interface Stage {
  readonly radix: number;
  /** Length of a part. */
  readonly part: number;
  readonly stride: number;
  /** Factor of each output, real and imaginary part, `radix` of them for each place in a part. */
  readonly turns: Float64Array;
  /** The roots of one of the radix, real and imaginary part. */
  readonly roots: Float64Array;
}

function stagesOf(whole: number): Stage[] {
  const stages: Stage[] = [];
  let length = whole;
  let stride = 1;
  for (const radix of RADICES) {
    for (; length % radix === 0 && length > 1; stride *= radix) {
      const part = length / radix;
      const turns = new Float64Array(2 * length);
      for (let p = 0; p < part; p += 1) {
        for (let j = 0; j < radix; j += 1) setTurn(turns, p * radix + j, p * j, length);
      }
      const roots = new Float64Array(2 * radix);
      for (let j = 0; j < radix; j += 1) setTurn(roots, j, j, radix);
      stages.push({ radix, part, stride, turns, roots });
      length = part;
    }
  }
  if (length !== 1) throw new RangeError(`A transform of ${whole} values is not known`);
  return stages;
}

function setTurn(into: Float64Array, at: number, step: number, steps: number): void {
  into[2 * at] = Math.cos((2 * Math.PI * step) / steps);
  into[2 * at + 1] = -Math.sin((2 * Math.PI * step) / steps);
}

function runStage(
  { radix, part, stride, turns, roots }: Stage,
  fromRe: Float64Array,
  fromIm: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
): void {
  for (let p = 0; p < part; p += 1) {
    for (let j = 0; j < radix; j += 1) {
      const turn = 2 * (radix * p + j);
      const wRe = turns[turn] as number;
      const wIm = turns[turn + 1] as number;
      const to = stride * (radix * p + j);
      for (let q = 0; q < stride; q += 1) {
        let sumRe = 0;
        let sumIm = 0;
        for (let k = 0; k < radix; k += 1) {
          const from = q + stride * (p + part * k);
          const root = 2 * ((j * k) % radix);
          const aRe = fromRe[from] as number;
          const aIm = fromIm[from] as number;
          const tRe = roots[root] as number;
          const tIm = roots[root + 1] as number;
          sumRe += aRe * tRe - aIm * tIm;
          sumIm += aRe * tIm + aIm * tRe;
        }
        toRe[to + q] = sumRe * wRe - sumIm * wIm;
        toIm[to + q] = sumRe * wIm + sumIm * wRe;
      }
    }
  }
}

/**
 * The same for four parts, whose roots are exchanges and signs. No pairs are made and taken apart in here: that alone
 * took six times as long.
 */
function runStageOfFour(
  { part, stride, turns }: Stage,
  fromRe: Float64Array,
  fromIm: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
): void {
  const apart = stride * part;
  for (let p = 0, turn = 2; p < part; p += 1, turn += 8) {
    const w1 = turns[turn] as number;
    const v1 = turns[turn + 1] as number;
    const w2 = turns[turn + 2] as number;
    const v2 = turns[turn + 3] as number;
    const w3 = turns[turn + 4] as number;
    const v3 = turns[turn + 5] as number;
    for (let a = stride * p, end = a + stride, to = 4 * a; a < end; a += 1, to += 1) {
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
      toRe[to] = acRe + bdRe;
      toIm[to] = acIm + bdIm;
      const one = to + stride;
      const oneRe = aLessRe + bLessIm;
      const oneIm = aLessIm - bLessRe;
      toRe[one] = oneRe * w1 - oneIm * v1;
      toIm[one] = oneRe * v1 + oneIm * w1;
      const two = one + stride;
      const twoRe = acRe - bdRe;
      const twoIm = acIm - bdIm;
      toRe[two] = twoRe * w2 - twoIm * v2;
      toIm[two] = twoRe * v2 + twoIm * w2;
      const three = two + stride;
      const threeRe = aLessRe - bLessIm;
      const threeIm = aLessIm + bLessRe;
      toRe[three] = threeRe * w3 - threeIm * v3;
      toIm[three] = threeRe * v3 + threeIm * w3;
    }
  }
}
