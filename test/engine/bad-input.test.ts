import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createProject,
  openProject,
  projectStatus,
  type RunReport,
  utterancesForOutput,
} from '../../main/engine/index.ts';
import { checkProject } from '../../main/engine/invariants.ts';
import type { UtteranceOutput } from '../../main/engine/status.ts';
import { databasePath } from '../../main/store/index.ts';
import {
  CHINESE,
  CLIP_SECONDS,
  FAILING,
  makeBadLibrary,
  READABLE,
  withAccents,
} from '../helpers/bad-library.ts';
import { cuesOf, sampleSubtitles } from '../helpers/clips.ts';
import { type Finished, rolecall } from '../helpers/command-line.ts';
import { contentOf } from '../helpers/folder-hash.ts';

let folder: string;
let library: string;
let projectPath: string;
let aside: string;
let run: Finished;
let report: RunReport;
let libraryBefore: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-bad-'));
  library = join(folder, 'library');
  projectPath = join(folder, 'Bad.rolecall');
  aside = join(folder, 'Missing.mkv');
  await makeBadLibrary(library);
  const made = await rolecall('init', projectPath, '--library', library, '--json');
  if (made.code !== 0) throw new Error(made.stderr);
  renameSync(join(library, 'Missing.mkv'), aside);
  libraryBefore = contentOf(library, { times: true });
  run = await rolecall('run', projectPath, '--json');
  report = JSON.parse(run.stdout) as RunReport;
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const idOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-');
const reported = (title: string) => report.episodes.find(({ id }) => id === idOf(title));

/** Opens the project for as long as the work takes. */
function inProject<T>(work: (project: ReturnType<typeof openProject>) => T): T {
  const project = openProject(projectPath);
  try {
    return work(project);
  } finally {
    project.close();
  }
}

describe('a run over a library with faults', () => {
  test('is done, with failures: exit code 1', () => {
    expect(run.code).toBe(1);
    expect(report.episodes).toHaveLength(Object.keys(FAILING).length + Object.keys(READABLE).length);
  });

  test.each(Object.entries(FAILING))('lists "%s" as failed, with its file and the remedy', (title, fault) => {
    const found = reported(title);
    expect(found?.status).toBe('failed');
    expect(found?.error).toContain(join(library, fault.file));
    expect(found?.error).toMatch(fault.message);
    expect(found?.error).toMatch(fault.remedy);
    const stored = inProject(projectStatus).episodes.find(({ id }) => id === idOf(title));
    expect(stored).toMatchObject({ status: 'failed', utterances: 0 });
    expect(stored?.failure?.file).toContain(join(library, fault.file));
    expect(stored?.failure?.message).toMatch(fault.message);
    expect(stored?.failure?.remedy).toMatch(fault.remedy);
  });

  test.each(Object.keys(READABLE))('finishes "%s"', (title) => {
    expect(reported(title)).toMatchObject({ status: 'done' });
  });

  test('leaves a project that keeps every promise of the domain', () => {
    expect(inProject(checkProject)).toEqual([]);
  });

  test('touches nothing of the library', () => {
    expect(contentOf(library, { times: true })).toEqual(libraryBefore);
  });

  test('leaves nothing half written behind', () => {
    const names = readdirSync(projectPath, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => /\.(part|s16)$/.test(name))).toEqual([]);
  });
});

describe('texts in older encodings are read right', () => {
  const wanted = (changed: (text: string) => string = (text) => text): string[] =>
    cuesOf(sampleSubtitles(CLIP_SECONDS)).map((cue) => plain(changed(cue.split('\n').slice(2).join(' '))));
  const plain = (text: string): string =>
    text
      .replace(/(^|\s)- /g, '$1')
      .replace(/\s+/g, ' ')
      .trim();
  const spoken = (title: string): UtteranceOutput[] =>
    inProject((project) => utterancesForOutput(project, idOf(title))).filter((row) => row.cue !== null);
  /** The text of each cue, its parts one after another. */
  const said = (title: string): string[] => {
    const cues = new Map<number, string[]>();
    for (const row of spoken(title)) cues.set(row.cue!, [...(cues.get(row.cue!) ?? []), row.text]);
    return [...cues.values()].map((parts) => plain(parts.join(' ')));
  };

  test.each([
    ['Plain', wanted()],
    ['UTF-8 with a mark', wanted()],
    ['UTF-16 little-endian', wanted()],
    ['UTF-16 big-endian', wanted()],
    ['UTF-16 without a mark', wanted()],
    ['Windows 1252', wanted(withAccents)],
    ['GBK', wanted().map((text, index) => `${text} ${CHINESE[index % CHINESE.length]}`)],
  ])('%s', (title, texts) => {
    expect(said(title)).toEqual(texts);
  });

  test.each(['UTF-8 with a mark', 'UTF-16 little-endian', 'UTF-16 big-endian', 'UTF-16 without a mark'])(
    '%s names the same speakers as plain text does',
    (title) => {
      const named = (of: string) => spoken(of).map(({ cue, part, speaker }) => ({ cue, part, speaker }));
      expect(named(title)).toEqual(named('Plain'));
    },
  );
});

test('what was mended is done by the next run, and nothing else is done again', async () => {
  copyFileSync(aside, join(library, 'Missing.mkv'));
  const again = await rolecall('run', projectPath, '--json');
  const statuses = new Map(
    (JSON.parse(again.stdout) as RunReport).episodes.map(({ id, status }) => [id, status]),
  );
  expect(again.code).toBe(1);
  expect(statuses.get('missing')).toBe('done');
  expect(Object.keys(READABLE).map((title) => statuses.get(idOf(title)))).toEqual(
    Object.keys(READABLE).map(() => 'skipped'),
  );
}, 300_000);

describe('a project database that cannot be used', () => {
  const hash = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

  test.each<[string, (header: Buffer) => void, RegExp, RegExp]>([
    ['from the future', (file) => file.writeUInt32BE(9999, 60), /newer Rolecall/, /Update Rolecall/],
    ['of another application', (file) => file.writeUInt32BE(1, 68), /another application/, /Choose a folder/],
    ['that is no database', (file) => file.write('This is only a text.'), /cannot be opened/, /backup/],
  ])(
    '%s is refused with exit code 2, and left as it was',
    async (_, damage, message, remedy) => {
      const path = mkdtempSync(join(folder, 'refused-'));
      const project = join(path, 'P.rolecall');
      const made = await createProject(project, library);
      made.close();
      const file = databasePath(project);
      const bytes = readFileSync(file);
      damage(bytes);
      writeFileSync(file, bytes);
      const before = hash(file);
      const listed = readdirSync(project).sort();
      for (const args of [
        ['run', project, '--json'],
        ['status', project],
        ['export', project, join(path, 'out'), '--format', 'jsonl'],
      ]) {
        const { code, stdout, stderr } = await rolecall(...args);
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toContain(file);
        expect(stderr).toMatch(message);
        expect(stderr).toMatch(remedy);
      }
      expect(hash(file)).toBe(before);
      expect(readdirSync(project).sort()).toEqual(listed);
      expect(readdirSync(path)).toEqual(['P.rolecall']);
    },
    120_000,
  );
});
