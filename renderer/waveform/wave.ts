import { PAIRS_PER_SECOND } from './peaks.ts';

/** The least and the greatest value of a sound in one column, from -1 to 1. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/**
 * What a sound reaches between two moments: its extremes there, or, where that is less than a pair of peaks, the
 * straight line between the pairs around it.
 *
 * @param peaks interleaved (min, max), PAIRS_PER_SECOND for each second
 */
export function extentBetween(peaks: Int8Array, from: number, to: number): Extent {
  const pairs = peaks.length >> 1;
  const first = from * PAIRS_PER_SECOND;
  const last = Math.min(pairs, to * PAIRS_PER_SECOND);
  if (first < 0 || first >= pairs) return { low: 0, high: 0 };
  if (last - first < 1) {
    const pair = Math.floor(first);
    const share = first - pair;
    const next = Math.min(pairs - 1, pair + 1);
    const between = (side: 0 | 1): number =>
      ((peaks[2 * pair + side] as number) * (1 - share) + (peaks[2 * next + side] as number) * share) / 127;
    return { low: Math.max(-1, between(0)), high: between(1) };
  }
  let low = 127;
  let high = -128;
  for (let pair = Math.floor(first); pair < last; pair += 1) {
    low = Math.min(low, peaks[2 * pair] as number);
    high = Math.max(high, peaks[2 * pair + 1] as number);
  }
  return { low: Math.max(-1, low / 127), high: high / 127 };
}

/**
 * Draws a piece of a waveform over the whole of a canvas, in its fill colour, a column of the screen after the other.
 *
 * @param from second that the canvas begins with
 * @param secondsPerPixel of the canvas's own pixels
 * @param scale what heights are multiplied with
 */
export function drawWave(
  context: CanvasRenderingContext2D,
  peaks: Int8Array,
  from: number,
  secondsPerPixel: number,
  scale: number,
): void {
  const { width, height } = context.canvas;
  const middle = height / 2;
  for (let column = 0; column < width; column += 1) {
    const start = from + column * secondsPerPixel;
    const { low, high } = extentBetween(peaks, start, start + secondsPerPixel);
    // Silence is a line.
    const above = Math.min(middle, Math.max(1, Math.round(Math.max(0, high) * middle * scale)));
    const below = Math.min(middle, Math.max(1, Math.round(Math.max(0, -low) * middle * scale)));
    context.fillRect(column, middle - above, 1, above + below);
  }
}
