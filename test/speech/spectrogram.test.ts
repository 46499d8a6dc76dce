import { expect, it } from 'vitest';
import { SPECTROGRAM_ROWS, spectrogram } from '../../main/speech/index.ts';

const tone = (hertz: number, level: number, samples: number): Float32Array =>
  Float32Array.from({ length: samples }, (_, at) => level * Math.sin((2 * Math.PI * hertz * at) / 16_000));

it.each([
  ['a low tone', 500],
  ['a middle tone', 2000],
  ['a high tone', 6000],
])('%s lies in its row', (_name, hertz) => {
  const picture = spectrogram(tone(hertz, 0.5, 4096), 256, 8);
  expect(picture.length).toBe(8 * SPECTROGRAM_ROWS);
  for (let column = 1; column < 7; column += 1) {
    const rows = [...picture.subarray(column * SPECTROGRAM_ROWS, (column + 1) * SPECTROGRAM_ROWS)];
    const strongest = rows.indexOf(Math.max(...rows));
    expect(Math.abs(strongest - (hertz / 8000) * SPECTROGRAM_ROWS)).toBeLessThanOrEqual(1);
  }
});

it('silence is nothing, and a tone of -55 dB lies in the middle of the scale', () => {
  expect(Math.max(...spectrogram(new Float32Array(2048), 256, 4))).toBe(0);
  const quiet = spectrogram(tone(1000, 10 ** (-55 / 20), 4096), 256, 4);
  expect(Math.max(...quiet.subarray(SPECTROGRAM_ROWS))).toBeGreaterThan(122);
  expect(Math.max(...quiet)).toBeLessThan(133);
});

it('a column that stands for a long stretch hears all of it', () => {
  const samples = new Float32Array(4 * 4096);
  samples.set(tone(1000, 0.5, 1024), 4096 + 2048);
  const picture = spectrogram(samples, 4096, 3);
  const loudest = (column: number): number =>
    Math.max(...picture.subarray(column * SPECTROGRAM_ROWS, (column + 1) * SPECTROGRAM_ROWS));
  expect([loudest(0), loudest(2)]).toEqual([0, 0]);
  expect(loudest(1)).toBeGreaterThan(200);
});
