/** Pairs of (min, max) for each second of media in the peaks that the engine keeps. */
export const PAIRS_PER_SECOND = 100;

/** What is drawn of a whole sound. Made once for each, away from the window's own thread: see peaks-worker.ts. */
export interface SoundPicture {
  /** The loudest values of equal stretches, from 0 to 1, few enough to look through at each drawing. */
  readonly loudest: Float32Array<ArrayBuffer>;
  /** What to multiply heights with so that the loudest just fits. */
  readonly scale: number;
}

/** The overview never has as many columns. */
const MOST_STRETCHES = 100_000;

export function pictureOf(peaks: Int8Array): SoundPicture {
  const pairsEach = Math.max(1, Math.ceil((peaks.length >> 1) / MOST_STRETCHES));
  return { loudest: loudestOf(peaks, pairsEach), scale: verticalScale(peaks) };
}

/** The loudest value of each stretch of so many pairs, from 0 to 1; the last stretch may be shorter. */
export function loudestOf(peaks: Int8Array, pairsEach: number): Float32Array<ArrayBuffer> {
  const pairs = peaks.length >> 1;
  const found = new Float32Array(Math.ceil(pairs / pairsEach));
  for (let index = 0; index < 2 * pairs; index++) {
    const stretch = Math.floor((index >> 1) / pairsEach);
    found[stretch] = Math.max(found[stretch]!, Math.min(1, Math.abs(peaks[index]!) / 127));
  }
  return found;
}

/** The loudest value in each of `columns` equal parts of the media, from 0 to 1, for the overview. */
export function envelope(loudest: Float32Array, columns: number): Float32Array {
  const heights = new Float32Array(columns);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * loudest.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * loudest.length) / columns));
    for (let index = from; index < to && index < loudest.length; index++)
      heights[column] = Math.max(heights[column]!, loudest[index]!);
  }
  return heights;
}

/** What to multiply heights with so that the loudest just fits; quiet media are not blown up beyond 8 times. */
export function verticalScale(peaks: Int8Array): number {
  let loudest = 0;
  for (let index = 0; index < peaks.length; index++) loudest = Math.max(loudest, Math.abs(peaks[index]!));
  return loudest === 0 ? 1 : Math.min(8, 121 / loudest);
}
