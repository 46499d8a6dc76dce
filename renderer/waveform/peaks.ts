/** Pairs of (min, max) for each second of media in the peaks that the engine keeps. */
export const PAIRS_PER_SECOND = 100;

/**
 * What wavesurfer draws: the upper half from the first channel, the lower from the second.
 * Values from 0 to 1, one for each pair.
 */
export function channelsOfPeaks(peaks: Int8Array): [Float32Array, Float32Array] {
  const pairs = peaks.length >> 1;
  const upper = new Float32Array(pairs);
  const lower = new Float32Array(pairs);
  for (let pair = 0; pair < pairs; pair++) {
    upper[pair] = Math.max(0, peaks[2 * pair + 1]!) / 127;
    lower[pair] = Math.min(1, Math.max(0, -peaks[2 * pair]!) / 127);
  }
  return [upper, lower];
}

/** The loudest value in each of `columns` equal parts of the media, from 0 to 1, for the overview. */
export function envelope(peaks: Int8Array, columns: number): Float32Array {
  const pairs = peaks.length >> 1;
  const heights = new Float32Array(columns);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * pairs) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * pairs) / columns));
    let loudest = 0;
    for (let index = 2 * from; index < 2 * to && index < peaks.length; index++)
      loudest = Math.max(loudest, Math.abs(peaks[index]!));
    heights[column] = Math.min(1, loudest / 127);
  }
  return heights;
}

/** What to multiply heights with so that the loudest just fits; quiet media are not blown up beyond 8 times. */
export function verticalScale(peaks: Int8Array): number {
  let loudest = 0;
  for (let index = 0; index < peaks.length; index++) loudest = Math.max(loudest, Math.abs(peaks[index]!));
  return loudest === 0 ? 1 : Math.min(8, 121 / loudest);
}
