import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { characterSummaries } from '../../main/engine/characters.ts';
import {
  createProject,
  exportProject,
  type Project,
  projectStatus,
  type RunReport,
  runProject,
  type ScanReport,
  scanProject,
  utterancesForOutput,
  verifyExport,
} from '../../main/engine/index.ts';
import { checkProject } from '../../main/engine/invariants.ts';
import { cachePath, getEpisodeSync, listEpisodes } from '../../main/store/index.ts';
import { readSubtitles } from '../../main/text/index.ts';
import { contentOf } from '../helpers/folder-hash.ts';
import {
  median,
  readTruths,
  type SampleScore,
  sampleLibrary,
  scoreEpisode,
} from '../helpers/sample-score.ts';

const { signal } = new AbortController();
const titleOf = (media: string): string => basename(media, extname(media));

let folder: string;
let project: Project;
let scanned: ScanReport;
let report: RunReport;
const libraryBefore = contentOf(sampleLibrary, { times: true });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-sample-'));
  project = await createProject(join(folder, 'Sample.rolecall'), sampleLibrary);
  scanned = await scanProject(project);
  report = await runProject(project, { signal });
}, 600_000);

afterAll(() => {
  project.close();
  rmSync(folder, { recursive: true, force: true });
});

const episodeOf = (title: string): string =>
  listEpisodes(project.database).find((each) => each.title === title)!.id;

describe('the main job on the sample library', () => {
  const scores = (): SampleScore[] =>
    readTruths().map((truth) =>
      scoreEpisode(truth, utterancesForOutput(project, episodeOf(titleOf(truth.media)))),
    );
  const sum = (pick: (score: SampleScore) => number): number =>
    scores().reduce((total, score) => total + pick(score), 0);

  test('finds both episodes with all their files, and finishes them', () => {
    const paired = scanned.episodes.map(({ media, subtitles, script, warnings }) => ({
      files: [media, subtitles, script],
      warnings,
    }));
    expect(paired).toEqual(
      readTruths().map(({ media, subtitles, script }) => ({
        files: [media, subtitles, script].map((file) => join(sampleLibrary, file)),
        warnings: [],
      })),
    );
    expect(scanned.unpaired).toEqual([]);
    expect(report.episodes.map(({ status, error }) => ({ status, error }))).toEqual([
      { status: 'done', error: undefined },
      { status: 'done', error: undefined },
    ]);
  });

  test('names the right speaker for at least 97% of what one character says', () => {
    const wrong = scores().flatMap((score) => score.wrong);
    expect(1 - wrong.length / sum((score) => score.attributed), JSON.stringify(wrong)).toBeGreaterThanOrEqual(
      0.97,
    );
  });

  test('marks what is spoken but not scripted, and what is scripted but not spoken', () => {
    for (const { unscripted, unspoken } of scores()) {
      expect(unscripted).toEqual({ total: 1, found: 1 });
      expect(unspoken).toEqual({ total: 1, found: 1 });
    }
    const silent = utterancesForOutput(project, null).filter((row) => row.state === 'scripted-not-spoken');
    expect(silent.map(({ text }) => text)).toEqual(
      readTruths().flatMap((truth) => truth.scriptedNotSpoken.map(({ text }) => text)),
    );
  });

  test('sets boundaries within 120 ms (median)', () => {
    expect(median(scores().flatMap((score) => score.boundaryErrors))).toBeLessThanOrEqual(0.12);
  });

  test.each(readTruths())('finds the offset of the subtitles of "$title" within 100 ms', (truth) => {
    const sync = getEpisodeSync(project.database, episodeOf(titleOf(truth.media)))!;
    expect(sync.belongs).toBe(true);
    expect(sync.pieces).toHaveLength(1);
    expect(Math.abs(sync.pieces[0]!.offset / 1000 - truth.offsetSeconds)).toBeLessThanOrEqual(0.1);
    expect(sync.pieces[0]!.rate).toBeCloseTo(truth.rate, 4);
  });

  test.each(readTruths())('keeps every part of every cue of "$title", as it is written', async (truth) => {
    const file = join(sampleLibrary, truth.subtitles);
    const parts = readSubtitles(await readFile(file), file).cues.flatMap((cue) =>
      cue.parts.map(({ part, text }) => ({ cue: cue.ordinal, part, text })),
    );
    const kept = utterancesForOutput(project, episodeOf(titleOf(truth.media)))
      .filter((row) => row.cue !== null)
      .map(({ cue, part, text }) => ({ cue, part, text }));
    expect(kept.sort((a, b) => a.cue! - b.cue! || a.part! - b.part!)).toEqual(parts);
  });

  test('counts people as characters, and nobody else', () => {
    const people = readTruths()[0]!.characters.map(({ name }) => name);
    const isPerson = (name: string): boolean => people.some((each) => each.split(' ').includes(name));
    const summaries = characterSummaries(project, null);
    const keyed = summaries.filter(({ key }) => key !== null);
    expect(keyed.map(({ key }) => key).sort()).toEqual(people.map((_, index) => index + 1));
    expect(keyed.filter(({ name, kind }) => kind !== 'person' || !isPerson(name))).toEqual([]);
    expect(summaries.filter(({ kind }) => kind === 'person')).toEqual(keyed);
    const counted = projectStatus(project).characters.map(({ character }) => character);
    expect(counted.sort()).toEqual(keyed.map(({ name }) => name).sort());
    // Those who speak together are kept, but as an overlap of nobody in particular.
    const together = utterancesForOutput(project, null).filter(
      ({ speaker }) => speaker !== null && !isPerson(speaker),
    );
    expect(together.length).toBeGreaterThanOrEqual(3);
    expect(new Set(together.map(({ state }) => state))).toEqual(new Set(['overlap']));
  });

  test('leaves a project that keeps every promise of the domain', () => {
    expect(checkProject(project)).toEqual([]);
  });

  test('exports a dataset that verifies, and the same bytes again', async () => {
    const directories = ['first', 'second'].map((name) => join(folder, name));
    const results = [];
    for (const directory of directories) {
      results.push(
        await exportProject(project, {
          directory,
          formats: ['audiofolder', 'jsonl'],
          acceptedOnly: false,
          signal,
          onProgress: () => undefined,
        }),
      );
    }
    const [first, second] = directories.map((directory) => contentOf(directory));
    expect(second).toEqual(first);
    expect(results[0]!.utterances).toBeGreaterThan(100);
    expect(results[0]!.characters).not.toContain('Crowd');
    const verified = await verifyExport(directories[0]!, { signal });
    expect(verified.findings.filter((finding) => !('severity' in finding))).toEqual([]);
    expect(verified).toMatchObject({ ok: true, utterances: results[0]!.utterances });
  }, 300_000);

  test('run again does nothing', async () => {
    const before = utterancesForOutput(project, null);
    const again = await runProject(project, { signal });
    expect(again.episodes.map(({ status }) => status)).toEqual(['skipped', 'skipped']);
    expect(again.utterances).toBe(before.length);
    expect(utterancesForOutput(project, null)).toEqual(before);
  }, 120_000);

  test('a damaged cache is a listed failure with a remedy, and changes no utterance', async () => {
    const before = utterancesForOutput(project, null);
    const [episode] = listEpisodes(project.database);
    const damaged = join(cachePath(project.path), episode!.id, 'utterances.json');
    writeFileSync(damaged, '[{"utterance": ');
    const failed = await runProject(project, { signal });
    expect(failed.episodes.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(failed.episodes[0]!.error).toContain(damaged);
    expect(failed.episodes[0]!.error).toMatch(/damaged.* Run again/);
    expect(utterancesForOutput(project, null)).toEqual(before);
    expect(checkProject(project)).toEqual([]);
  }, 120_000);

  test('finds the same utterances again after cache/ was deleted', async () => {
    const before = utterancesForOutput(project, null);
    rmSync(cachePath(project.path), { recursive: true });
    const again = await runProject(project, { signal, jobs: 1 });
    expect(again.episodes.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(utterancesForOutput(project, null)).toEqual(before);
    expect(checkProject(project)).toEqual([]);
  }, 600_000);

  test('touches nothing of the library', () => {
    expect(contentOf(sampleLibrary, { times: true })).toEqual(libraryBefore);
  });
});
