import { expect, test } from 'vitest';
import { seededRandom } from '../../main/model/index.ts';
import {
  likelihoods,
  MOST_FRAMES,
  NEXT,
  NO_PAUSE,
  SKIP,
  type SoundFrames,
  type SoundModel,
  STAY,
  scoreTexts,
} from '../../main/validation/sound-scores/index.ts';
import { SILENCE, SOUND_COUNT } from '../../main/validation/spelling.ts';

const DIMENSION = 26;

function modelOf(seed: number): SoundModel {
  const random = seededRandom(seed);
  const numbers = (length: number, low: number, high: number) =>
    Float64Array.from({ length }, () => low + (high - low) * random());
  return {
    dimension: DIMENSION,
    means: numbers(SOUND_COUNT * DIMENSION, -20, 20),
    precisions: numbers(SOUND_COUNT * DIMENSION, 0.005, 0.2),
    constants: numbers(SOUND_COUNT, -40, -10),
  };
}

function framesOf(count: number, seed: number): SoundFrames {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: count * DIMENSION }, () => Math.round(60 * random() - 30));
  return { values, count, dimension: DIMENSION };
}

function textOf(length: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length }, (_, at) =>
    at === 0 || random() < 0.2 ? SILENCE : 1 + Math.floor(random() * (SOUND_COUNT - 1)),
  );
}

/** The same in double precision, with no bounds on what is looked at. */
function plainTable(
  { means, precisions, constants }: SoundModel,
  { values, count }: SoundFrames,
): number[][] {
  return Array.from({ length: count }, (_, t) => {
    const row = Array.from({ length: SOUND_COUNT }, (__, s) => {
      let sum = constants[s]!;
      for (let d = 0; d < DIMENSION; d += 1)
        sum -=
          0.5 *
          (values[t * DIMENSION + d]! - means[s * DIMENSION + d]!) ** 2 *
          precisions[s * DIMENSION + d]!;
      return sum;
    });
    const best = Math.max(...row);
    return row.map((value) => value - best);
  });
}

function plainWay(table: readonly number[][], states: Uint8Array): number {
  let row = Array.from(states, (state, s) => (s < 2 ? table[0]![state]! : Number.NEGATIVE_INFINITY));
  for (const scores of table.slice(1)) {
    row = Array.from(states, (state, s) => {
      const skip = states[s - 1] === SILENCE ? NO_PAUSE : SKIP;
      const never = Number.NEGATIVE_INFINITY;
      const from = [row[s]! + STAY, (row[s - 1] ?? never) + NEXT, (row[s - 2] ?? never) + skip];
      return Math.max(...from) + scores[state]!;
    });
  }
  return Math.max(row.at(-1)!, row.at(-2)!) / table.length;
}

test('sounds fit frames as in double precision', () => {
  const [model, frames] = [modelOf(1), framesOf(50, 2)];
  const found = likelihoods(model, frames);
  plainTable(model, frames).forEach((row, t) => {
    row.forEach((value, s) => {
      expect(Math.abs(found[t * SOUND_COUNT + s]! - value)).toBeLessThan(1e-4 * (1 + Math.abs(value)));
    });
  });
});

test('texts of all lengths fit sound of all lengths as in double precision, each as if it were alone', () => {
  for (const [count, lengths] of [
    [1, [2, 3]],
    [2, [2, 3, 4]],
    [9, [2, 5, 8, 16, 18]],
    [40, [3, 4, 17, 31, 79, 80]],
    [333, [2, 12, 60, 121, 255]],
  ] as const) {
    const [model, frames] = [modelOf(count), framesOf(count, count + 1)];
    const table = plainTable(model, frames);
    const texts = lengths.map((length) => textOf(length, length));
    scoreTexts(model, frames, texts).forEach((found, at) => {
      const wanted = plainWay(table, texts[at]!);
      expect(Math.abs(found - wanted), `${count} frames, ${lengths[at]} states`).toBeLessThan(
        1e-5 * (1 + Math.abs(wanted)),
      );
      expect(scoreTexts(model, frames, [texts[at]!])).toEqual([found]);
    });
  }
});

test('nothing fits no sound, and too much sound is refused', () => {
  expect(scoreTexts(modelOf(1), framesOf(0, 1), [textOf(9, 1)])).toEqual([Number.NEGATIVE_INFINITY]);
  expect(scoreTexts(modelOf(1), framesOf(20, 1), [new Uint8Array(0)])).toEqual([Number.NEGATIVE_INFINITY]);
  expect(() => likelihoods(modelOf(1), framesOf(MOST_FRAMES + 1, 1))).toThrow(RangeError);
});
