import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exitCodeOf } from '../../main/cli/exit-codes.ts';
import { buildProgram } from '../../main/cli/program.ts';
import { ROLECALL_VERSION, RolecallError } from '../../main/engine/index.ts';
import { rolecall, rolecallJson } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/project.ts';

const program = () => buildProgram(new AbortController().signal, () => undefined);

test.each<[string, number]>([
  ['usage', 2],
  ['input', 2],
  ['project', 2],
  ['cancelled', 130],
  ['environment', 1],
  ['internal', 1],
])('a failure of the kind %s ends with %i', (kind, code) => {
  const error = new RolecallError({ kind: kind as RolecallError['kind'], message: 'm', remedy: 'r' });
  expect(exitCodeOf(error)).toBe(code);
});

describe('help', () => {
  const commands = program().commands.flatMap((command) =>
    command.commands.length > 0 ? command.commands : [command],
  );

  test.each(commands.map((command) => [command.name(), command.helpInformation()]))(
    '%s explains itself and has --json',
    (name, help) => {
      expect(help).toMatch(/Usage: /);
      if (name !== 'open') expect(help).toMatch(/--json/);
    },
  );

  test.each([
    [['--help'], /Exit codes: 0 done; 1 done with failures/],
    [['run', '--help'], /--until <HH:MM>/],
    [['--version'], new RegExp(`^${ROLECALL_VERSION.replaceAll('.', '\\.')}\n$`)],
  ])('%j goes to stdout, with exit code 0', async (args, text) => {
    const { code, stdout, stderr } = await rolecall(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(text);
  });
});

describe('wrong usage', () => {
  test.each<[string, string[]]>([
    ['an unknown command', ['sing']],
    ['an unknown option', ['status', 'P', '--loudly']],
    ['a missing argument', ['run']],
    ['one argument too many', ['status', 'P', 'Q']],
    ['a missing option', ['init', 'P']],
    ['an option without its value', ['init', 'P', '--library']],
    ['no jobs', ['run', 'P', '--jobs', '0']],
    ['half a job', ['run', 'P', '--jobs', '1.5']],
    ['an hour that no day has', ['run', 'P', '--until', '25:00']],
    ['an unknown format', ['export', 'P', 'D', '--format', 'audiofolder,papyrus']],
    ['an export without a format', ['export', 'P', 'D']],
    ['align without a script', ['align', '--subtitles', 'a.srt']],
    ['no media to embed', ['embed']],
  ])('%s is refused', async (_, args) => {
    const said: string[] = [];
    const quiet = program();
    for (const command of [quiet, ...quiet.commands])
      command.configureOutput({ writeErr: (text) => said.push(text), writeOut: () => undefined });
    await expect(quiet.parseAsync(args, { from: 'user' })).rejects.toMatchObject({ name: 'CommanderError' });
    expect(said.join('')).toMatch(/error: /);
  });

  test.each<[string, string[], RegExp]>([
    ['an unknown command', ['sing', '--json'], /unknown command 'sing'/],
    ['a wrong option', ['run', 'P', '--jobs', 'many', '--json'], /A number from 1 to 64/],
    ['nothing at all', [], /Usage: rolecall/],
  ])('%s ends with exit code 2, and stdout stays empty', async (_, args, message) => {
    const { code, stdout, stderr } = await rolecall(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

test.each<[string, (folder: string) => string[], RegExp]>([
  ['status', (folder) => ['status', join(folder, 'P.rolecall')], /no Rolecall project here.* Make one/],
  ['run', (folder) => ['run', join(folder, 'P.rolecall')], /no Rolecall project here/],
  ['init', (folder) => ['init', join(folder, 'P'), '--library', join(folder, 'gone')], /not a folder/],
  ['verify', (folder) => ['verify', join(folder, 'gone')], /gone/],
  ['vad', (folder) => ['vad', join(folder, 'gone.mkv')], /gone\.mkv: .*missing.* Put it back/],
  ['embed', (folder) => ['embed', join(folder, 'gone.mkv')], /gone\.mkv: .*missing/],
])('%s of what is not there names it, and ends with exit code 2', async (_, argsIn, message) => {
  const folder = temporaryFolder();
  const { code, stdout, stderr } = await rolecall(...argsIn(folder), '--json');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).toContain(folder);
});

describe('what this machine has', () => {
  const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

  test('models list', async () => {
    const model = z.looseObject({
      id: z.string(),
      kind: z.string(),
      version: z.string(),
      size: z.number().int().positive(),
      sha256,
      licence: z.string().min(1),
      source: z.string().min(1),
      installed: z.boolean(),
    });
    const { models } = await rolecallJson(z.strictObject({ models: z.array(model) }), ['models', 'list']);
    expect(models.filter(({ installed }) => installed).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['rolecall-voice-v0', expect.stringMatching(/silero-vad/)]),
    );
  });

  test('models check', async () => {
    const checked = z.looseObject({ id: z.string(), ok: z.literal(true), message: z.string().min(1) });
    const { models } = await rolecallJson(z.strictObject({ models: z.array(checked).min(2) }), [
      'models',
      'check',
    ]);
    expect(models.map(({ id }) => id)).toContain('rolecall-voice-v0');
  });

  test('doctor', async () => {
    const finding = z.strictObject({
      subject: z.string().min(1),
      status: z.enum(['good', 'warning']),
      found: z.string().min(1),
      remedy: z.string().nullable(),
    });
    const { findings } = await rolecallJson(z.strictObject({ findings: z.array(finding) }), ['doctor']);
    const subjects = findings.map(({ subject }) => subject);
    expect(subjects).toEqual(
      expect.arrayContaining(['Rolecall', 'Node', 'ffmpeg', 'Model rolecall-voice-v0']),
    );
  });

  test('bench of one part', async () => {
    const timing = z.object({
      what: z.string(),
      medianMilliseconds: z.number(),
      p95Milliseconds: z.number(),
    });
    const figures = z.strictObject({
      machine: z.object({ cores: z.number().int().positive() }),
      store: z.object({ timings: z.array(timing).min(10) }),
    });
    await rolecallJson(figures, ['bench', '--only', 'store', '--utterances', '2000']);
  });

  test('bench of what there is none of: exit code 2, and what there is', async () => {
    const { code, stderr } = await rolecall('bench', '--only', 'everything');
    expect(code).toBe(2);
    expect(stderr).toMatch(/no benchmark of everything: choose from pipeline/);
  });

  test('doctor of a project that is none: a finding with a remedy, and exit code 1', async () => {
    const { code, stdout } = await rolecall('doctor', temporaryFolder(), '--json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: { status: string; remedy: string | null }[] };
    expect(findings.filter(({ status }) => status === 'bad')).toMatchObject([
      { subject: 'Project', remedy: expect.stringMatching(/rolecall init/) },
    ]);
  });
});

test('a library without media is told at once, and the project is made', async () => {
  const folder = temporaryFolder();
  const project = join(temporaryFolder(), 'empty.rolecall');
  const { code, stderr } = await rolecall('init', project, '--library', folder);
  expect(code).toBe(0);
  expect(stderr).toMatch(/No media was found in the library\. Put episodes into it/);
});
