import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { InferenceHost } from '../../native-models/inference-host.ts';
import { findModel } from '../../native-models/manifest.ts';
import { readModel } from '../../native-models/model-files.ts';
import { Rnnoise } from '../../native-models/rnnoise.ts';
import { SpectralGain } from '../../native-models/spectral-gain.ts';
import { level, noise } from '../helpers/sound.ts';

let model: Rnnoise;

beforeAll(async () => {
  model = new Rnnoise(Uint8Array.from(await readModel(findModel('enhancer', 'rnnoise'))));
});

/** A voiced sound at 48 kHz: harmonics of a gliding pitch, in syllables. */
const voice = (samples: number): Float32Array => {
  let phase = 0;
  return Float32Array.from({ length: samples }, (_, at) => {
    phase += (2 * Math.PI * (130 + 20 * Math.sin(at / 9_000))) / 48_000;
    let value = 0;
    for (let k = 1; k < 30; k += 1) value += Math.sin(k * phase) / k;
    return 0.12 * value * Math.max(0, Math.sin((2 * Math.PI * at) / 14_400)) ** 0.5;
  });
};

describe('RNNoise', () => {
  test.each([0, 1, 479, 480, 481, 48_000])('gives %d samples for as many', async (samples) => {
    const [enhanced] = await model.enhance([noise(samples)]);
    expect(enhanced).toHaveLength(samples);
    expect(enhanced?.every(Number.isFinite)).toBe(true);
  });

  test('lowers noise that nobody speaks in', async () => {
    const clip = noise(96_000, 0.05);
    const [enhanced] = await model.enhance([clip]);
    expect(level(enhanced!.subarray(48_000))).toBeLessThan(level(clip.subarray(48_000)) - 15);
  });

  test('keeps a voice where it was: within a few samples, which its filters cost', async () => {
    const clip = voice(60_000);
    const [enhanced] = await model.enhance([clip]);
    const likeness = (shift: number): number => {
      let sum = 0;
      for (let at = 24_000; at < 48_000; at += 1) sum += clip[at]! * enhanced![at + shift]!;
      return sum;
    };
    const shifts = Array.from({ length: 81 }, (_, at) => at - 40);
    const best = shifts.reduce((a, b) => (likeness(b) > likeness(a) ? b : a));
    expect(Math.abs(best)).toBeLessThanOrEqual(8);
    expect(level(enhanced!.subarray(24_000))).toBeGreaterThan(level(clip.subarray(24_000)) - 3);
  });

  test('gives what the published module gives, bit for bit', async () => {
    // Noise with a pulse each 5 ms, in turns; made without functions that another runtime might round otherwise.
    const around = noise(96_000, 0.1, 5);
    const clip = around.map((value, at) =>
      at % 24_000 < 12_000 ? value / 8 + (at % 240 < 12 ? 0.4 : 0) : value,
    );
    const [enhanced] = await model.enhance([clip]);
    const digest = createHash('sha256').update(new Uint8Array(enhanced!.buffer)).digest('hex');
    // Of the module inside @jitsi/rnnoise-wasm 0.2.1, without linear.wat.
    expect(digest).toBe('407ee5edb15a5f05bcab21b6df05ceddeec5e07de644fe944e9772a426091093');
  });

  test('gives the same for the same clip, whatever came before it', async () => {
    const clip = voice(24_000);
    const [first] = await model.enhance([clip]);
    const [, again] = await model.enhance([noise(30_000, 0.4, 9), clip]);
    expect(again).toEqual(first);
  });

  test('takes samples that are no numbers for silence', async () => {
    const clip = voice(24_000);
    clip[5_000] = Number.NaN;
    clip[6_000] = Number.POSITIVE_INFINITY;
    const [enhanced] = await model.enhance([clip]);
    expect(enhanced?.every(Number.isFinite)).toBe(true);
  });

  test('stops where it is no longer wanted', async () => {
    await expect(model.enhance([noise(480)], () => false)).rejects.toThrow('No longer wanted');
  });

  test('refuses bytes of another module', () => {
    expect(() => new Rnnoise(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))).toThrow(/cannot be started/);
    expect(() => new Rnnoise(Uint8Array.of(1, 2, 3))).toThrow(/cannot be started/);
  });

  test('works behind the one interface, in a process of its own', async () => {
    const host = new InferenceHost();
    try {
      const clip = voice(24_000);
      const [cleaned] = await model.enhance([clip]);
      const wanted = new SpectralGain().apply(clip, cleaned!);
      expect(await host.enhancer().enhance([clip, new Float32Array()])).toEqual([wanted, new Float32Array()]);
      expect(await host.describe('rnnoise')).toEqual({ model: 'rnnoise', provider: 'cpu', notes: [] });
    } finally {
      await host.close();
    }
  });
});
