import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cutSample } from '../helpers/clips.ts';
import { documentOf, rolecall, rolecallJson, seconds, startRolecall } from '../helpers/command-line.ts';
import { median, readTruths, sampleLibrary, scoreEpisode } from '../helpers/sample-score.ts';

const CLIP_SECONDS = 30;

let folder: string;
let clip: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-cli-'));
  clip = join(folder, 'clip.mkv');
  await cutSample(clip, CLIP_SECONDS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('align', () => {
  const truth = readTruths()[0]!;
  const at = (name: string): string => join(sampleLibrary, name);
  const texts = ['align', '--subtitles', at(truth.subtitles), '--script', at(truth.script)];
  const output = z.strictObject({
    utterances: z.array(
      z.strictObject({
        cue: z.number().int().min(1),
        part: z.number().int().min(0),
        start: seconds,
        end: seconds,
        text: z.string(),
        speaker: z.string().nullable(),
        confidence: z.number().min(0).max(1),
        state: z.enum(['matched', 'spoken-not-scripted', 'conflict', 'unusable']),
      }),
    ),
    unmatchedLines: z.array(
      z.strictObject({
        line: z.number().int(),
        speaker: z.string(),
        text: z.string(),
        afterCue: z.number().int().min(0),
      }),
    ),
    sync: z.strictObject({
      belongs: z.boolean(),
      offset: z.number(),
      rate: z.number().positive(),
      cuts: z.array(z.strictObject({ at: z.number(), offset: z.number(), rate: z.number() })),
    }),
  });

  test('without media: speakers for the cues, times as the subtitles give them', async () => {
    const { utterances, unmatchedLines, sync } = await rolecallJson(output, texts);
    expect(sync).toEqual({ belongs: true, offset: 0, rate: 1, cuts: [] });
    expect(utterances[0]).toMatchObject({ cue: 1, part: 0, start: 7.861, end: 9.994, speaker: 'Rook' });
    const said = utterances.map(({ cue, part }) => `${cue}.${part}`);
    const gold = truth.utterances.flatMap(({ cue, part }) => (cue === null ? [] : [`${cue}.${part}`]));
    expect([...said].sort()).toEqual([...gold].sort());
    const { attributed, wrong } = scoreEpisode(truth, utterances);
    // One line is not in the script: the text alone cannot know who says it.
    expect(wrong.length).toBeLessThanOrEqual(1 + 0.03 * attributed);
    expect(unmatchedLines.map(({ text }) => text)).toEqual(truth.scriptedNotSpoken.map(({ text }) => text));
  });

  test('with media: times of the sound', async () => {
    const { utterances, sync } = await rolecallJson(output, [...texts, '--media', at(truth.media)]);
    expect(sync).toMatchObject({ belongs: true, cuts: [] });
    expect(Math.abs(sync.offset - truth.offsetSeconds)).toBeLessThanOrEqual(0.1);
    expect(sync.rate).toBeCloseTo(truth.rate, 4);
    expect(median(scoreEpisode(truth, utterances).boundaryErrors)).toBeLessThanOrEqual(0.12);
    expect(utterances.filter(({ start, end }) => start >= end || end > truth.seconds + 0.01)).toEqual([]);
  }, 120_000);

  test('of what cannot be read: the file, the place, the remedy, and exit code 2', async () => {
    const nameless = written('nameless.txt', 'It was a dark night.\nNobody said a word.\n');
    const { code, stdout, stderr } = await rolecall(...texts.slice(0, 4), nameless, '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/nameless\.txt, line 1.*No speaker names.*Give a script/s);
  });
});

describe('vad and embed', () => {
  const speech = z.strictObject({
    duration: seconds,
    segments: z.array(z.strictObject({ start: seconds, end: seconds })),
  });
  const embeddings = z.strictObject({
    model: z.string(),
    dimension: z.number().int().positive(),
    embeddings: z.array(
      z.strictObject({ file: z.string(), start: seconds, end: seconds, vector: z.array(z.number()) }),
    ),
  });

  test('vad finds where somebody speaks; embed takes its answer as --segments', async () => {
    const found = await rolecallJson(speech, ['vad', clip]);
    expect(found.duration).toBeCloseTo(CLIP_SECONDS, 0);
    expect(found.segments.length).toBeGreaterThan(3);
    found.segments.forEach(({ start, end }, index) => {
      expect(start).toBeLessThan(end);
      expect(end).toBeLessThanOrEqual(found.duration);
      if (index > 0) expect(start).toBeGreaterThan(found.segments[index - 1]!.end);
    });

    const chosen = found.segments.filter(({ start, end }) => end - start > 1.5).slice(0, 3);
    expect(chosen.length).toBeGreaterThan(0);
    const segments = written('segments.json', JSON.stringify({ ...found, segments: chosen }));
    const { dimension, embeddings: vectors } = await rolecallJson(embeddings, [
      'embed',
      clip,
      '--segments',
      segments,
    ]);
    expect(vectors.map(({ file, start, end }) => ({ file, start, end }))).toEqual(
      chosen.map((span) => ({ file: clip, ...span })),
    );
    for (const { vector } of vectors) {
      expect(vector).toHaveLength(dimension);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
    }
  });

  test('embed of whole files: one vector for each', async () => {
    const { embeddings: vectors } = await rolecallJson(embeddings, ['embed', clip, clip]);
    expect(vectors.map(({ file }) => file)).toEqual([clip, clip]);
    expect(vectors[0]!.vector).toEqual(vectors[1]!.vector);
  });

  test('embed of too little: refused on stderr, the rest printed, exit code 1', async () => {
    const segments = written('short.json', '[{"start": 6.2, "end": 6.21}, {"start": 6, "end": 8}]');
    const finished = await rolecall('embed', clip, '--segments', segments, '--json');
    expect(finished.code).toBe(1);
    expect(documentOf(embeddings, finished).embeddings.map(({ start }) => start)).toEqual([6]);
    expect(finished.stderr).toMatch(/6\.200-6\.210: no embedding/);
  });

  test.each<[string, string, RegExp]>([
    ['that is no JSON', 'one to two', /cannot be read.*Give JSON/s],
    ['of another shape', '[{"from": 1}]', /cannot be read/],
    ['outside the file', '[{"start": 100, "end": 200}]', /does not lie in/],
    ['that ends before it starts', '[{"start": 3, "end": 2}]', /does not lie in/],
  ])('a list of segments %s is refused with exit code 2', async (_, content, message) => {
    const { code, stdout, stderr } = await rolecall(
      ...['embed', clip, '--segments', written('wrong.json', content), '--json'],
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('segments go with one file: exit code 2', async () => {
    const { code, stderr } = await rolecall('embed', clip, clip, '--segments', 'any.json');
    expect(code).toBe(2);
    expect(stderr).toMatch(/one media file/);
  });

  test('vad that is interrupted says nothing on stdout and ends with 130', async () => {
    const whole = join(sampleLibrary, readTruths()[0]!.media);
    const { process: child, finished } = startRolecall(['vad', whole, '--json']);
    child.stderr.once('data', () => child.kill('SIGINT'));
    const { code, stdout, stderr } = await finished;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/Cancelled/);
  });
});
