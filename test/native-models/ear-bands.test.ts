import { expect, test } from 'vitest';
import { EAR_BANDS, EarBands } from '../../native-models/ear-bands/index.ts';
import { noise } from '../helpers/sound.ts';

const FLOOR = 1e-7;

/** The same in double precision: bins 3 to 66, 32 bands of growing width, bins 67 to 130. */
function bandsOf(power: Float32Array): number[] {
  const edges = Array.from({ length: 33 }, (_, i) => Math.round(67 * (512 / 67) ** (i / 32)));
  const wide = edges.slice(1).map((to, i) => {
    const bins = power.subarray(edges[i], to);
    return bins.reduce((sum, each) => sum + each, 0) / bins.length;
  });
  return [...power.subarray(3, 67), ...wide, ...power.subarray(67, 131)].map((each) => each + FLOOR);
}

test('bands and their logarithms are those of double precision, from silence to the loudest', () => {
  const bands = new EarBands();
  for (let seed = 1; seed < 40; seed += 1) {
    // From 1e-20 to 1e8: what is far under the floor, and what no signal reaches.
    const power = Float32Array.from(
      noise(513, 1, seed),
      (value, k) => value ** 2 * 10 ** (((7 * k + seed) % 29) - 20),
    );
    bands.power.set(power);
    bands.run();
    const wanted = bandsOf(power);
    expect(bands.powers).toHaveLength(EAR_BANDS);
    wanted.forEach((each, band) => {
      expect(Math.abs(bands.powers[band]! / each - 1)).toBeLessThan(1e-6);
      expect(Math.abs(bands.logarithms[band]! - Math.log10(each))).toBeLessThan(1e-6);
    });
  }
  bands.power.fill(0);
  bands.run();
  for (const each of bands.logarithms) expect(each).toBeCloseTo(-7, 6);
});
