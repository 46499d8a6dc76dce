import { expect, it } from 'vitest';
import { centroidOf, compareVoice, measureFluency } from '../../main/evaluation/index.ts';
import { samplesOfWav, sniffAudio } from '../../main/evaluation/wav.ts';
import { wavFile } from '../../main/media/index.ts';
import { joined, tone } from '../helpers/sound.ts';

const east = Float32Array.of(1, 0);
const north = Float32Array.of(0, 1);
const voices = new Map([
  ['Orla', centroidOf([east])],
  ['Rook', centroidOf([north])],
]);

it.each([
  { title: 'the character', clip: east, similarity: 1, margin: 1, nearest: 'Orla' },
  { title: 'another of the series', clip: north, similarity: 0, margin: -1, nearest: 'Rook' },
  { title: 'nobody', clip: Float32Array.of(-0.6, -0.8), similarity: -0.6, margin: 0.2, nearest: 'Orla' },
])('a voice compared: $title', ({ clip, similarity, margin, nearest }) => {
  const compared = compareVoice(voices, 'Orla', clip);
  expect(compared.similarity).toBeCloseTo(similarity);
  expect(compared.margin).toBeCloseTo(margin);
  expect(compared.nearest).toBe(nearest);
});

it('a series of one voice has no margin', () => {
  expect(compareVoice(new Map([['Orla', centroidOf([east])]]), 'Orla', north).margin).toBeNull();
});

it('the middle of two voices is a unit vector between them', () => {
  expect([...centroidOf([east, north])]).toEqual([Math.SQRT1_2, Math.SQRT1_2].map((x) => expect.closeTo(x)));
  expect(() => centroidOf([])).toThrow(RangeError);
});

it('pauses, clipping and rate are measured', () => {
  const second = 16_000;
  const sound = joined(
    new Float32Array(second),
    tone(second, 200, 0.2),
    new Float32Array(2 * second),
    tone(second, 200, 1),
  );
  sound.set(new Float32Array(500).fill(1), 4 * second + 100);
  const measured = measureFluency(sound, 'one two three four');
  expect(measured.seconds).toBe(5);
  expect(measured.longestPauseSeconds).toBeCloseTo(1.8, 1);
  expect(measured.silence).toBeCloseTo((0.9 + 1.8) / 5, 1);
  expect(measured.speechRate).toBeCloseTo(4 / 2.3, 1);
  expect(measured.clipping).toBeGreaterThan(500 / (5 * second) - 1e-9);
});

it.each([
  { title: 'nothing', sound: new Float32Array(0) },
  { title: 'silence', sound: new Float32Array(16_000) },
  { title: 'what is no number', sound: new Float32Array(16_000).fill(Number.NaN) },
])('$title has no rate and no level', ({ sound }) => {
  const measured = measureFluency(sound, 'words');
  expect(measured.speechRate).toBeNull();
  expect(measured.level).toBeNull();
  expect(measured.silence).toBe(1);
});

it.each([
  { title: 'our own WAV', bytes: wavFile(Int16Array.of(1, 2, 3)), kind: 'wav' },
  { title: 'FLAC', bytes: Buffer.from('fLaC1234'), kind: 'flac' },
  { title: 'Ogg', bytes: Buffer.from('OggS1234'), kind: 'ogg' },
  { title: 'MP3 with a tag', bytes: Buffer.from('ID3\x04'), kind: 'mp3' },
  { title: 'MP3 frame', bytes: Buffer.from([0xff, 0xfb, 0x90, 0x00]), kind: 'mp3' },
  { title: 'UTF-16 text', bytes: Buffer.from([0xff, 0xfe, 0x41, 0x00]), kind: null },
  { title: 'a web page', bytes: Buffer.from('<!doctype html>'), kind: null },
  { title: 'RIFF that is no WAVE', bytes: Buffer.from('RIFF\0\0\0\0AVI LIST'), kind: null },
  { title: 'nothing', bytes: Buffer.alloc(0), kind: null },
])('what bytes are: $title', ({ bytes, kind }) => {
  expect(sniffAudio(bytes)).toBe(kind);
});

it('our own WAV is read back; anything else is left to a decoder', () => {
  const samples = Int16Array.of(0, -32_768, 32_767, 5);
  const bytes = wavFile(samples);
  expect(samplesOfWav(bytes)).toEqual(samples);
  for (const [title, change] of [
    ['cut', () => bytes.subarray(0, 48)],
    ['stereo', () => Buffer.from(bytes).fill(2, 22, 23)],
    ['of another rate', () => Buffer.from(bytes).fill(1, 24, 25)],
    ['too short', () => bytes.subarray(0, 20)],
  ] as const) {
    expect([title, samplesOfWav(change())]).toEqual([title, null]);
  }
});
