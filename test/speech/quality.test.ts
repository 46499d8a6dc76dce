import { describe, expect, test } from 'vitest';
import type { SpeechActivity } from '../../main/model/index.ts';
import { EnergyBuilder, measureQuality } from '../../main/speech/index.ts';
import { joined, level, noise, tone } from '../helpers/sound.ts';

/** A voice's coarse likeness: a 200 Hz tone with overtones. */
const voice = (samples: number, amplitude = 0.3): Float32Array => {
  const [a, b, c] = [
    tone(samples, 200, amplitude),
    tone(samples, 1_000, amplitude / 3),
    tone(samples, 2_600, amplitude / 10),
  ];
  return a.map((value, i) => value + b[i]! + c[i]!);
};
const plus = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, i) => value + b[i]!);
const SECOND = 16_384;
const activityOf = (...windows: readonly [number, number][]): SpeechActivity => {
  const probabilities = Float32Array.from(windows.flatMap(([count, p]) => new Array<number>(count).fill(p)));
  return { probabilities, hop: 512, samples: probabilities.length * 512 };
};
/** A second of speech between two half seconds of silence. */
const spoken = activityOf([16, 0.02], [32, 0.95], [16, 0.02]);
const span = { start: 0, end: 2 * SECOND };
const amid = (background: Float32Array): Float32Array =>
  plus(joined(new Float32Array(SECOND / 2), voice(SECOND), new Float32Array(SECOND / 2)), background);

describe('loudness', () => {
  test('is the level of the speech, however long the pauses', () => {
    const { loudness } = measureQuality(amid(noise(2 * SECOND, 0.0001)), span, spoken);
    expect(Math.abs(loudness - level(voice(SECOND)))).toBeLessThan(0.1);
  });

  test('of silence is the floor', () => {
    expect(measureQuality(new Float32Array(2 * SECOND), span, spoken).loudness).toBe(-100);
  });
});

describe('signal to noise', () => {
  test.each([0, 5, 10, 20, 30])('of %i dB is found within 1.5 dB', (decibels) => {
    const clean = level(voice(SECOND));
    const unit = noise(2 * SECOND, 0.1, 7);
    const gain = 10 ** ((clean - decibels - level(unit)) / 20);
    const { signalToNoise } = measureQuality(amid(unit.map((x) => x * gain)), span, spoken);
    expect(Math.abs(signalToNoise - decibels)).toBeLessThan(1.5);
  });

  test('without noise is the most that is given', () => {
    expect(measureQuality(amid(new Float32Array(2 * SECOND)), span, spoken).signalToNoise).toBe(60);
  });

  test('of digital silence is nothing', () => {
    expect(measureQuality(new Float32Array(2 * SECOND), span, spoken).signalToNoise).toBe(0);
  });

  test('takes the noise floor of the surroundings where the span has no pause', () => {
    const all = activityOf([32, 0.95]);
    const speech = voice(SECOND);
    const quality = measureQuality(speech, { start: 0, end: SECOND }, all, {
      noiseFloor: level(speech) - 25,
    });
    expect(quality.signalToNoise).toBeCloseTo(25, 0);
  });
});

test('clipping is the share of samples at full scale', () => {
  const samples = new Float32Array(1_000).fill(0.5);
  samples.fill(1, 0, 30).fill(-1, 30, 50);
  expect(measureQuality(samples, { start: 0, end: 1_000 }, spoken).clipping).toBeCloseTo(0.05, 6);
});

describe('bandwidth', () => {
  test.each([
    ['white noise reaches to the top', noise(SECOND), 7_800, 8_000],
    ['a low tone stays low', tone(SECOND, 300), 300, 400],
    ['two tones end at the higher', plus(tone(SECOND, 300), tone(SECOND, 3_400)), 3_400, 3_500],
  ])('%s', (_, samples, least, most) => {
    const { bandwidth } = measureQuality(samples, { start: 0, end: SECOND }, spoken);
    expect(bandwidth).toBeGreaterThanOrEqual(least);
    expect(bandwidth).toBeLessThanOrEqual(most);
  });

  test('of silence is nothing', () => {
    expect(measureQuality(new Float32Array(SECOND), span, spoken).bandwidth).toBe(0);
  });
});

test('speech ratio is the share of windows that hold speech', () => {
  expect(measureQuality(amid(noise(2 * SECOND, 0.001)), span, spoken).speechRatio).toBe(0.5);
});

test('one sample is measured without fault', () => {
  const quality = measureQuality(Float32Array.of(0.1), { start: 40, end: 41 }, spoken);
  expect(Object.values(quality).every((value) => typeof value !== 'number' || Number.isFinite(value))).toBe(
    true,
  );
});

describe('energy', () => {
  test.each([
    ['a full-scale square', [32_767, 32_767], 0],
    ['silence', [0, 0], -100],
    ['a tenth', [3_277, -3_277], -20],
  ])('of %s', (_, pattern, decibels) => {
    const builder = new EnergyBuilder();
    builder.push(Int16Array.from({ length: 160 }, (__, i) => pattern[i % 2]!));
    expect(builder.finish().decibels[0]).toBeCloseTo(decibels, 1);
  });

  test('is the same however the samples are cut, the rest included', () => {
    const samples = Int16Array.from(noise(5_000, 0.5), (x) => x * 32_767);
    const whole = new EnergyBuilder();
    whole.push(samples);
    const pieces = new EnergyBuilder();
    for (let at = 0; at < samples.length; at += 77) pieces.push(samples.subarray(at, at + 77));
    const track = pieces.finish();
    expect(track).toEqual(whole.finish());
    expect(track.decibels).toHaveLength(32);
    expect(track.hop).toBe(160);
  });

  test('grows past ten minutes', () => {
    const builder = new EnergyBuilder();
    for (let minute = 0; minute < 11; minute++) builder.push(new Int16Array(960_000));
    expect(builder.finish().decibels).toHaveLength(66_000);
  });
});

describe('what the sound judge heard', () => {
  const judgement = {
    overlap: 0.25,
    music: 0.75,
    signalToNoise: 12.345,
    reverberation: 0.4567,
    telephone: 0.9,
  };
  const sound = noise(2 * SECOND, 0.1);

  test('is kept with the measures of the samples', () => {
    expect(measureQuality(sound, span, spoken, { judgement })).toMatchObject({
      overlap: 0.25,
      music: 0.75,
      reverberation: 0.46,
      telephone: true,
      dropouts: 0,
      cutEdges: null,
    });
  });

  test('signal to noise is the mean of what was heard and what was measured, within the scale', () => {
    const plain = measureQuality(sound, span, spoken).signalToNoise;
    const heard = (signalToNoise: number): number =>
      measureQuality(sound, span, spoken, { judgement: { ...judgement, signalToNoise } }).signalToNoise;
    expect(heard(20)).toBeCloseTo((20 + plain) / 2, 1);
    expect(heard(90)).toBeCloseTo((60 + plain) / 2, 1);
    expect(heard(-40)).toBeCloseTo((-10 + plain) / 2, 1);
  });

  test('and what it could not judge is null', () => {
    const quality = measureQuality(new Float32Array(2 * SECOND), span, spoken, { judgement: null });
    expect(quality).toMatchObject({
      overlap: null,
      music: null,
      telephone: null,
      reverberation: null,
      dropouts: null,
    });
  });

  test('samples that are not finite count as silence', () => {
    const broken = sound.slice().fill(Number.NaN, 100, 200);
    const quality = measureQuality(broken, span, spoken);
    expect(Object.values(quality).every((value) => typeof value !== 'number' || Number.isFinite(value))).toBe(
      true,
    );
  });
});
