import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ClipRoom, heardClips } from '../../native-models/stored-clips.ts';
import { temporaryFolder } from '../helpers/project.ts';

const MINUTE = 60 * 16_000;

test('room for clips is used again and grows with them, but a minute at most is kept', () => {
  const room = new ClipRoom();
  const first = room.take(100);
  expect(first.samples).toHaveLength(100);
  expect(first.floats).toHaveLength(100);
  expect(room.take(60).samples.buffer).toBe(first.samples.buffer);
  const longest = room.take(MINUTE);
  expect(longest.samples.buffer).not.toBe(first.samples.buffer);
  const longer = room.take(MINUTE + 1);
  expect(longer.samples).toHaveLength(MINUTE + 1);
  expect(longer.floats).toHaveLength(MINUTE + 1);
  expect(longer.samples.buffer).not.toBe(longest.samples.buffer);
  expect(room.take(10).samples.buffer).toBe(longest.samples.buffer);
});

test('clips of every length are read as they lie in the file, one after the other', () => {
  const file = join(temporaryFolder(), 'samples.s16');
  const samples = Int16Array.from({ length: MINUTE + 500 }, (_, at) => ((at * 7919) % 60_000) - 30_000);
  writeFileSync(file, samples);
  const spans = [
    [0, MINUTE + 400],
    [10, 20],
    [300, 300],
    [400, 900],
  ] as const;
  const clips = spans.map(([start, end]) => ({ file, parts: [{ start, end }] }));
  const read: number[][] = [];
  // Held until the next only: looked at now.
  for (const clip of heardClips(clips, new ClipRoom())) read.push([...clip]);
  expect(read.map(({ length }) => length)).toEqual(spans.map(([start, end]) => end - start));
  read.forEach((clip, index) => {
    const start = spans[index]![0];
    expect(clip.every((value, at) => value === (samples[start + at] as number) / 32_768)).toBe(true);
  });
});
