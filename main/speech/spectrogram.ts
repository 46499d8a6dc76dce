import { addPowerSpectrum, FRAME } from './spectrum.ts';

/** Rows of a picture, the lowest frequencies first; together they reach from 0 to 8 kHz. */
export const SPECTROGRAM_ROWS = 128;
const BINS_PER_ROW = FRAME / 2 / SPECTROGRAM_ROWS;
/** A column that stands for a long stretch is the mean of at most so many frames, spread over it. */
const MOST_FRAMES = 4;
/** Levels in dB of a full-scale tone that are drawn as nothing and as most. */
const QUIETEST = -90;
const LOUDEST = -20;
/** Power of a full-scale sine under the window: (FRAME / 4) squared, for a Hann window's sum is FRAME / 2. */
const FULL_SCALE_POWER = (FRAME / 4) ** 2;

/**
 * A picture of the sound: how strong each frequency is, as bytes from 0 (-90 dB of full scale and below) to 255
 * (-20 dB and above), column after column, SPECTROGRAM_ROWS bytes each. Frames of 32 ms, Hann window.
 *
 * @param samples 16 kHz mono, -1 to 1; `FRAME / 2` samples stand before the first column's place
 * @param hop samples from one column to the next
 */
export function spectrogram(samples: Float32Array, hop: number, columns: number): Uint8Array<ArrayBuffer> {
  const picture = new Uint8Array(columns * SPECTROGRAM_ROWS);
  const power = new Float64Array(FRAME / 2 + 1);
  const frames = Math.max(1, Math.min(MOST_FRAMES, Math.ceil(hop / (FRAME / 2))));
  for (let column = 0; column < columns; column += 1) {
    power.fill(0);
    for (let frame = 0; frame < frames; frame += 1)
      addPowerSpectrum(samples, Math.round((column + frame / frames) * hop), power);
    for (let row = 0; row < SPECTROGRAM_ROWS; row += 1) {
      let sum = 0;
      for (let bin = row * BINS_PER_ROW; bin < (row + 1) * BINS_PER_ROW; bin += 1)
        sum = Math.max(sum, power[bin] as number);
      const level = 10 * Math.log10(sum / frames / FULL_SCALE_POWER + 1e-12);
      const share = (level - QUIETEST) / (LOUDEST - QUIETEST);
      picture[column * SPECTROGRAM_ROWS + row] = Math.round(255 * Math.min(1, Math.max(0, share)));
    }
  }
  return picture;
}
