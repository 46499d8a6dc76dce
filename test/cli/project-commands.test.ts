import { appendFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { utterance } from '../../main/model/index.ts';
import { writeEpisode } from '../helpers/clips.ts';
import { documentOf, rolecall, rolecallJson, seconds, startRolecall } from '../helpers/command-line.ts';

const CLIP_SECONDS = 60;

const problem = z.strictObject({
  message: z.string().min(1),
  remedy: z.string().min(1),
  file: z.string().nullable(),
  place: z.string().nullable(),
});
const scanned = z.strictObject({
  project: z.string(),
  episodes: z.array(
    z.strictObject({
      id: z.string(),
      media: z.string(),
      subtitles: z.string().nullable(),
      script: z.string().nullable(),
      change: z.enum(['new', 'changed', 'missing', 'same']),
      warnings: z.array(problem),
    }),
  ),
  unpaired: z.array(z.string()),
});
const run = z.strictObject({
  episodes: z.array(
    z.strictObject({
      id: z.string(),
      status: z.enum(['done', 'failed', 'skipped', 'stopped']),
      error: z.string().optional(),
      seconds,
      audioSeconds: seconds,
    }),
  ),
  utterances: z.number().int(),
  xRealtime: z.number().min(0),
  ended: z.enum(['whole', 'cancelled', 'time', 'disk full']),
});
const status = z.looseObject({
  project: z.string(),
  episodes: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      status: z.string(),
      utterances: z.number().int(),
      reviewed: z.number().int(),
      states: z.record(z.string(), z.number().int()),
      failure: problem.nullable(),
      warnings: z.array(problem),
    }),
  ),
  states: z.record(z.string(), z.number().int()),
  characters: z.array(
    z.looseObject({
      series: z.string(),
      character: z.string(),
      utterances: z.number().int(),
      seconds: z.number(),
      accepted: z.number().int(),
    }),
  ),
});
const utterances = z.array(utterance.extend({ start: seconds, end: seconds }));

let folder: string;
let library: string;
let project: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-cli-'));
  library = join(folder, 'library');
  project = join(folder, 'P.rolecall');
  await writeEpisode(library, 'Show S01E01', CLIP_SECONDS);
  await writeEpisode(library, 'Show S01E02', CLIP_SECONDS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** In order: each step stands on the one before, as a user's do. */
describe('from a library to a dataset', () => {
  test('init makes a project and says what it found', async () => {
    const found = await rolecallJson(scanned, ['init', project, '--library', library]);
    expect(found.project).toBe(project);
    expect(found.unpaired).toEqual([]);
    expect(found.episodes).toEqual(
      ['1', '2'].map((number) => {
        const [media, subtitles, script] = ['mkv', 'srt', 'txt'].map((extension) =>
          join(library, `Show S01E0${number}.${extension}`),
        );
        return { id: `show-s01e0${number}`, media, subtitles, script, change: 'new', warnings: [] };
      }),
    );
  });

  test('init never makes a project twice', async () => {
    const { code, stdout, stderr } = await rolecall('init', project, '--library', library, '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/project here already.*rolecall scan/);
  });

  test('scan says what is new, changed and missing', async () => {
    renameSync(join(library, 'Show S01E02.txt'), join(folder, 'aside.txt'));
    renameSync(join(library, 'Show S01E01.mkv'), join(folder, 'aside.mkv'));
    await writeEpisode(library, 'Show S01E03', 5);
    const changes = (await rolecallJson(scanned, ['scan', project])).episodes.map(
      ({ id, change, warnings }) => [id, change, warnings.length],
    );
    expect(changes).toEqual([
      ['show-s01e01', 'missing', 0],
      ['show-s01e02', 'changed', 1],
      ['show-s01e03', 'new', 0],
    ]);
    renameSync(join(folder, 'aside.txt'), join(library, 'Show S01E02.txt'));
    renameSync(join(folder, 'aside.mkv'), join(library, 'Show S01E01.mkv'));
    const back = await rolecallJson(scanned, ['scan', project]);
    expect(back.episodes.map(({ change }) => change)).toEqual(['changed', 'changed', 'same']);
  });

  test('run that is interrupted ends with 130, reports, and leaves nothing half done', async () => {
    const { process: child, finished } = startRolecall(['run', project, '--jobs', '1', '--json']);
    child.stderr.once('data', () => child.kill('SIGINT'));
    const stopped = await finished;
    expect(stopped.code, stopped.stderr).toBe(130);
    const report = documentOf(run, stopped);
    expect(report.episodes).toHaveLength(3);
    expect(report.episodes.map((each) => each.status)).toContain('stopped');
    expect(report.episodes.filter((each) => each.status === 'failed')).toEqual([]);
    const left = readdirSync(project, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => /\.(part|s16)$/.test(name))).toEqual([]);
  });

  test('run goes on where it stopped; --only leaves the others alone', async () => {
    const report = await rolecallJson(run, ['run', project, '--only', 'show s01e02', '--jobs', '1']);
    expect(report.episodes.map(({ id }) => id)).toEqual(['show-s01e02']);
    const rest = await rolecallJson(run, ['run', project, '--only', '*e01', '--jobs', '2']);
    expect(rest.episodes.map(({ id }) => id)).toEqual(['show-s01e01']);
    for (const each of [...report.episodes, ...rest.episodes]) {
      expect(['done', 'skipped']).toContain(each.status);
      expect(each.audioSeconds).toBeCloseTo(CLIP_SECONDS, 0);
    }
  }, 120_000);

  test('run again does nothing and says so', async () => {
    const { code, stdout } = await rolecall('run', project, '--only', '*e0?');
    expect(code).not.toBe(2);
    expect(stdout).not.toMatch(/show-s01e0[12] +done/);
    const again = await rolecall('run', project, '--only', '*e02');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing to do: all 1 /) });
  });

  test('run of nothing that matches ends with 2', async () => {
    const { code, stdout, stderr } = await rolecall('run', project, '--only', 'Other*', '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/No episode matches Other\*.*rolecall status/);
  });

  test('status counts by state, by episode and by character', async () => {
    const report = await rolecallJson(status, ['status', project]);
    const counted = Object.values(report.states).reduce((sum, count) => sum + count, 0);
    expect(report.episodes.reduce((sum, each) => sum + each.utterances, 0)).toBe(counted);
    for (const each of report.episodes.slice(0, 2)) {
      expect(each.status).toBe('done');
      expect(Object.values(each.states).reduce((sum, count) => sum + count, 0)).toBe(each.utterances);
    }
    expect(report.characters.map(({ character }) => character)).toEqual(
      expect.arrayContaining(['Orla', 'Rook']),
    );
  });

  test('utterances prints all, or those of an episode', async () => {
    const all = await rolecallJson(utterances, ['utterances', project]);
    const one = await rolecallJson(utterances, ['utterances', project, '--episode', 'show-s01e02']);
    expect(one.length).toBeGreaterThan(10);
    expect(all.filter(({ episode }) => episode === 'show-s01e02')).toEqual(one);
    expect(one.find(({ cue, part }) => cue === 1 && part === 0)).toMatchObject({
      text: "Mind the third step. It isn't there.",
      speaker: 'Rook',
      review: 'unreviewed',
      witnesses: { script: { character: 'Rook' } },
    });
  });

  test('utterances of an episode that is not there end with 2', async () => {
    const { code, stderr } = await rolecall('utterances', project, '--episode', 'nope', '--json');
    expect(code).toBe(2);
    expect(stderr).toMatch(/no episode nope.*rolecall status/);
  });

  test('doctor finds nothing bad in the project', async () => {
    const { code, stdout } = await rolecall('doctor', project, '--json');
    const { findings } = JSON.parse(stdout) as { findings: { subject: string; status: string }[] };
    expect(findings.filter((each) => each.status === 'bad')).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ subject: 'Project content', status: 'good' }));
    expect(code).toBe(0);
  });

  test('gates tells what each gate costs, draws what is held back, and export with them agrees', async () => {
    const counted = z.looseObject({ utterances: z.number().int(), seconds: z.number() });
    const cost = z.looseObject({ gate: z.string(), limit: z.number(), alone: counted, only: counted });
    const report = z.looseObject({
      preset: z.string().nullable(),
      considered: counted,
      included: counted,
      gates: z.array(cost),
      sample: z.array(z.looseObject({ id: z.string(), start: z.number(), end: z.number() })),
    });
    const dials = ['--gate', 'balanced', '--gate', 'shortest=1.5', '--gate', 'music=off'];
    const told = await rolecallJson(report, ['gates', project, ...dials, '--sample', '3']);
    expect(told.preset).toBeNull();
    expect(told.gates.map(({ gate }) => gate)).not.toContain('music');
    const shortest = told.gates.find(({ gate }) => gate === 'shortest');
    expect(shortest).toMatchObject({ limit: 1.5 });
    expect(shortest!.alone.utterances).toBeGreaterThan(0);
    expect(told.sample.length).toBe(3);
    const again = await rolecallJson(report, ['gates', project, ...dials, '--sample', '3']);
    expect(again).toEqual(told);
    const { stdout } = await rolecall('gates', project, ...dials);
    expect(stdout).toMatch(/own dials: \d+ of \d+ utterances go in/);

    const target = join(folder, 'gated');
    const written = await rolecallJson(z.looseObject({ utterances: z.number() }), [
      ...['export', project, target, '--format', 'csv', ...dials],
    ]);
    expect(written.utterances).toBe(told.included.utterances);
    const rows = readFileSync(join(target, 'excluded.jsonl'), 'utf8').trim().split('\n');
    const held = rows.filter((line) => line.includes('"gate":"shortest"'));
    expect(held.length).toBe(shortest!.alone.utterances);
    const verified = await rolecallJson(z.looseObject({ ok: z.boolean() }), ['verify', target]);
    expect(verified.ok).toBe(true);
    const wrong = await rolecall('gates', project, '--gate', 'loudness=3');
    expect(wrong.code).toBe(2);
  }, 180_000);

  test('export writes the dataset, verify agrees, and sees a changed byte', async () => {
    const exported = z.looseObject({
      files: z.number().int(),
      utterances: z.number().int(),
      seconds: z.number(),
      characters: z.array(z.string()),
    });
    const verified = z.looseObject({
      ok: z.boolean(),
      files: z.number().int(),
      utterances: z.number().int(),
      findings: z.array(z.looseObject({ file: z.string(), message: z.string() })),
    });
    const target = join(folder, 'dataset');
    const written = await rolecallJson(exported, [
      ...['export', project, target, '--format', 'audiofolder,jsonl'],
    ]);
    expect(written.utterances).toBeGreaterThan(10);
    expect(written.seconds).toBeGreaterThan(10);
    expect(written.characters).toEqual(expect.arrayContaining(['Orla', 'Rook']));
    const good = await rolecallJson(verified, ['verify', target]);
    expect(good).toMatchObject({ ok: true, utterances: written.utterances });

    const names = readdirSync(target, { recursive: true, encoding: 'utf8' });
    const metadata = names.find((name) => name.endsWith('metadata.jsonl'))!;
    appendFileSync(join(target, metadata), '\n');
    const bad = await rolecallJson(verified, ['verify', target], 1);
    expect(bad.ok).toBe(false);
    expect(bad.findings.map(({ file }) => file).join()).toContain('metadata.jsonl');
  }, 180_000);
});
