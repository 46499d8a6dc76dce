import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareCentre, compareSides } from '../../main/media/channels.ts';
import { decode, probe } from '../../main/media/index.ts';
import { ffmpeg, tools } from '../helpers/media.ts';
import { seededRandom } from '../helpers/sound.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-channels-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RATE = 8_000;
const random = seededRandom(4);
/** Half seconds of speech-like buzz and of silence, at 16 bits. */
const speech = (level: number): Float64Array =>
  Float64Array.from({ length: 20 * RATE }, (_, i) =>
    Math.floor(i / (RATE / 2)) % 2 === 0 ? level * Math.sin((2 * Math.PI * 500 * i) / RATE) : 0,
  );
const rest = (level: number): Float64Array =>
  Float64Array.from({ length: 20 * RATE }, () => level * (2 * random() - 1));
const pair = (first: Float64Array, second: Float64Array): Int16Array =>
  Int16Array.from({ length: 2 * first.length }, (_, i) => (i % 2 === 0 ? first : second)[i >> 1]!);
const sum = (a: Float64Array, b: Float64Array, scale = 1): Float64Array =>
  a.map((value, i) => value + scale * b[i]!);

describe('the centre', () => {
  test('is taken where the mix adds music and noise to it', () => {
    const mix = sum(speech(5_000), rest(3_000));
    expect(compareCentre(pair(mix, sum(speech(8_000), rest(100))))).toMatchObject({ choice: 'centre' });
    expect(compareCentre(pair(mix, sum(speech(8_000), rest(100)))).gain).toBeGreaterThan(10);
  });

  test.each([
    ['it holds what the mix holds', sum(speech(5_000), rest(1_000)), sum(speech(8_000), rest(1_600))],
    ['it is empty', sum(speech(5_000), rest(1_000)), rest(1)],
    ['it holds the effects alone', sum(speech(5_000), rest(1_000)), rest(4_000)],
    ['all is silent', rest(0), rest(0)],
  ])('is left in the mix where %s', (_, mix, centre) => {
    expect(compareCentre(pair(mix, centre)).choice).toBe('mixed');
  });
});

describe('the sides of stereo', () => {
  test('are mixed where the voice is in the middle', () => {
    expect(compareSides(pair(sum(speech(5_000), rest(900)), sum(speech(5_000), rest(900)))).choice).toBe(
      'mixed',
    );
  });

  test.each([
    ['left', sum(speech(6_000), rest(50)), rest(3_000)],
    ['right', rest(3_000), sum(speech(6_000), rest(50))],
  ] as const)('only the %s is heard where the other holds noise alone', (choice, left, right) => {
    expect(compareSides(pair(left, right)).choice).toBe(choice);
  });

  test('a voice that stands in one channel phase-turned in the other is not cancelled', () => {
    const voice = sum(speech(6_000), rest(50));
    expect(
      compareSides(
        pair(
          voice,
          voice.map((value) => -value),
        ),
      ).choice,
    ).not.toBe('mixed');
  });
});

test('a film in 5.1 with noise all around is heard by its centre, and says so', async () => {
  const voice = '0.3*sin(2*PI*t*700)*lt(mod(t\\,1)\\,0.5)';
  const around = '0.2*(random(0)-0.5)';
  const file = await ffmpeg(
    ...[
      '-f',
      'lavfi',
      '-i',
      `aevalsrc=${around}|${around}|${voice}|0|${around}|${around}:c=5.1:s=16000:d=66`,
    ],
    join(folder, 'film.flac'),
  );
  const info = await probe(file, { tools: await tools() });
  let quiet = 0;
  const outcome = await decode(info, {
    tools: await tools(),
    onChunk: (chunk) => {
      quiet += chunk.filter((value) => value === 0).length;
    },
  });
  expect(outcome.channels.choice).toBe('centre');
  expect(outcome.channels.gain).toBeGreaterThan(6);
  // Half of the time nobody speaks, and nothing else is heard.
  expect(quiet / outcome.samples).toBeGreaterThan(0.45);
});
