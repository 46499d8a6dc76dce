import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { RolecallError } from '../../main/model/errors.ts';
import { InferenceHost, type InferenceOptions, newSpeechStream } from '../../native-models/index.ts';
import { expectClose } from '../helpers/close.ts';
import { int16, noise } from '../helpers/sound.ts';

const FAULTY = join(import.meta.dirname, 'helpers', 'faulty-process.ts');
const hosts: InferenceHost[] = [];

const hostWith = (options: InferenceOptions = {}): InferenceHost => {
  const host = new InferenceHost(options);
  hosts.push(host);
  return host;
};
const faulty = (fault: string, options: InferenceOptions = {}): InferenceHost => {
  process.env['ROLECALL_TEST_FAULT'] = fault;
  return hostWith({ entry: FAULTY, ...options });
};
afterEach(async () => {
  delete process.env['ROLECALL_TEST_FAULT'];
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
};
const clips = (count: number): Float32Array[] =>
  Array.from({ length: count }, (_, seed) => noise(48_000, 0.1, seed));
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );

describe('work', () => {
  test('starts a process at the first request only, and answers in order', async () => {
    const host = hostWith();
    expect(host.pids).toEqual([]);
    const encoder = host.speakerEncoder();
    const outcomes = await encoder.embed([noise(16_000), noise(100), noise(16_000, 0.1, 2)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['embedded', 'refused', 'embedded']);
    expect(host.pids).toHaveLength(1);
  });

  test('hears clips where they lie in a file as if they had been sent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rolecall-stored-'));
    try {
      const file = join(folder, 'samples.s16');
      const samples = int16(noise(64_000, 0.1));
      await writeFile(file, new Uint8Array(samples.buffer));
      const part = (start: number, end: number): Float32Array =>
        Float32Array.from(samples.subarray(start, end), (value) => value / 32_768);
      const [first, second] = [part(100, 20_100), part(30_000, 64_000)];
      const sent = [Float32Array.from([...first, ...second]), second];
      const stored = [
        {
          file,
          parts: [
            { start: 100, end: 20_100 },
            { start: 30_000, end: 64_000 },
          ],
        },
        { file, parts: [{ start: 30_000, end: 64_000 }] },
      ];
      const host = hostWith();
      expect(await host.soundJudge().judge(stored)).toEqual(await host.soundJudge().judge(sent));
      const encoder = host.speakerEncoder();
      expect(await encoder.embed([...stored, sent[1]!])).toEqual(await encoder.embed([...sent, sent[1]!]));
      const torn = [{ file, parts: [{ start: 60_000, end: 64_001 }] }];
      expect(await failureOf(encoder.embed(torn))).toMatchObject({
        file,
        message: expect.stringContaining('shorter'),
      });
      const gone = [{ file: join(folder, 'gone.s16'), parts: [{ start: 0, end: 16_000 }] }];
      expect(await failureOf(host.soundJudge().judge(gone))).toMatchObject({
        file: gone[0]!.file,
        message: expect.stringContaining('cannot be opened'),
        passing: true,
      });
      const folderAsFile = [{ file: folder, parts: [{ start: 0, end: 16_000 }] }];
      expect(await failureOf(encoder.embed(folderAsFile))).toMatchObject({
        file: folder,
        message: expect.stringContaining('cannot be read'),
      });
      const [pid] = host.pids;
      expect(await failureOf(encoder.embed([{ file, parts: [{ start: 9, end: 3 }] }]))).toMatchObject({
        message: expect.stringContaining('must not end before it starts'),
      });
      // What it could not read is one answer of many: the process goes on.
      expect(host.pids).toContain(pid);
      expect(await encoder.embed([stored[1]!])).toEqual(await encoder.embed([second]));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('rests where nothing is asked, and answers again with the same numbers', async () => {
    const host = hostWith();
    const encoder = host.speakerEncoder();
    const before = await encoder.embed(clips(1));
    const [pid] = host.pids;
    await host.rest();
    expect(host.pids).toEqual([]);
    expect(lives(pid as number)).toBe(false);
    expect(await encoder.embed(clips(1))).toEqual(before);
  });

  test('what is at work does not rest', async () => {
    const host = hostWith();
    const working = host.speakerEncoder().embed(clips(2));
    await host.rest();
    expect(host.pids).toHaveLength(1);
    expect((await working).map(({ kind }) => kind)).toEqual(['embedded', 'embedded']);
  });

  test('streams go on from call to call', async () => {
    const model = hostWith().speechModel();
    const samples = int16(noise(512 * 20, 0.3));
    const whole = await model.score(samples, newSpeechStream());
    const first = await model.score(samples.subarray(0, 512 * 8), newSpeechStream());
    const second = await model.score(samples.subarray(512 * 8), first.stream);
    expectClose([...first.probabilities, ...second.probabilities], whole.probabilities, 1e-6);
  });

  test('is spread over several processes, which agree', async () => {
    const host = hostWith({ processes: 2 });
    const encoder = host.speakerEncoder();
    const answers = await Promise.all([1, 2, 3, 4].map(() => encoder.embed(clips(1))));
    expect(host.pids).toHaveLength(2);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('is described by where it runs', async () => {
    const status = await hostWith({ providers: ['webgpu'] }).describe('silero-vad-v6');
    expect(status).toEqual({ model: 'silero-vad-v6', provider: 'cpu', notes: [] });
  });
});

describe('trouble', () => {
  test('a killed process is replaced and its batch done again', async () => {
    const host = hostWith();
    const encoder = host.speakerEncoder();
    const expected = await encoder.embed(clips(20));
    const [pid] = host.pids;
    const running = encoder.embed(clips(20));
    process.kill(pid!, 'SIGKILL');
    expect(await running).toEqual(expected);
    expect(host.pids[0]).not.toBe(pid);
  });

  test('work that always kills its process is given up after two, as a failure that may pass', async () => {
    const host = faulty('always-aborts');
    const error = await failureOf(host.speakerEncoder().embed(clips(1)));
    expect(error).toMatchObject({
      kind: 'environment',
      passing: true,
      message: expect.stringMatching(/ended before it answered \(SIGABRT/),
    });
    delete process.env['ROLECALL_TEST_FAULT'];
    expect(await host.speakerEncoder().embed(clips(1))).toHaveLength(1);
  });

  test('an accelerator that takes the process down is not used again', async () => {
    const host = faulty('accelerator-aborts', { providers: ['cuda', 'cpu'] });
    const status = await host.describe('rolecall-voice-v0');
    expect(status.provider).toBe('cpu');
    expect(status.notes[0]).toMatch(/^cuda is no longer used: The inference process ended/);
    expect(await host.speakerEncoder().embed(clips(1))).toHaveLength(1);
  });

  test.each(['cuda', 'webgpu', 'dml', 'coreml'] as const)(
    '%s without its library or device falls back to the CPU, says why, and gives the same vectors',
    async (provider) => {
      const host = hostWith({ providers: [provider, 'cpu'] });
      const found = await host.speakerEncoder().embed(clips(1));
      const status = await host.describe('rolecall-voice-v0');
      if (status.provider === provider) return;
      expect(status.provider).toBe('cpu');
      expect(status.notes[0]).toMatch(new RegExp(`^${provider} (could not be used|is no longer used): .+`));
      expect(found).toEqual(await hostWith().speakerEncoder().embed(clips(1)));
    },
  );

  test('a missing native library of the runtime is an error with its name, and the process lives', async () => {
    const before = process.env['NODE_OPTIONS'];
    const preload = pathToFileURL(join(import.meta.dirname, 'helpers', 'without-runtime.mjs')).href;
    process.env['NODE_OPTIONS'] = `${before ?? ''} --import=${preload}`.trim();
    try {
      const host = hostWith();
      const error = await failureOf(host.speakerEncoder().embed(clips(1)));
      expect(error).toMatchObject({
        kind: 'environment',
        message: expect.stringMatching(/rolecall-voice-v0 cannot be opened: cpu .*libonnxruntime/),
        remedy: expect.stringMatching(/rolecall doctor/),
        passing: false,
      });
      const [pid] = host.pids;
      await failureOf(host.speakerEncoder().embed(clips(1)));
      expect(host.pids).toEqual([pid]);
    } finally {
      if (before === undefined) delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = before;
    }
  });

  test('a process that hangs is ended at the time limit', async () => {
    const host = faulty('hangs', { timeLimit: 1_000 });
    expect(await failureOf(host.speakerEncoder().embed(clips(1)))).toMatchObject({
      passing: true,
      message: expect.stringMatching(/no answer in 1 s/),
    });
  });

  test('a missing model is an error, not a death, and another model still works', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rolecall-models-'));
    const host = hostWith({ directory });
    const error = await failureOf(host.speakerEncoder().embed(clips(1)));
    await rm(directory, { recursive: true });
    expect(error).toBeInstanceOf(RolecallError);
    expect(error).toMatchObject({
      kind: 'environment',
      message: expect.stringMatching(/missing/),
      remedy: expect.stringMatching(/models check/),
      passing: false,
    });
    expect(host.pids).toHaveLength(1);
  });

  test('cancelling settles at once, running or waiting, and the process goes on', async () => {
    const host = hostWith();
    const encoder = host.speakerEncoder();
    await encoder.embed(clips(1));
    const [pid] = host.pids;
    const controller = new AbortController();
    const running = failureOf(encoder.embed(clips(60), { signal: controller.signal }));
    const waiting = failureOf(encoder.embed(clips(60), { signal: controller.signal }));
    controller.abort();
    expect(await running).toMatchObject({ kind: 'cancelled' });
    expect(await waiting).toMatchObject({ kind: 'cancelled' });
    expect(await encoder.embed(clips(1))).toHaveLength(1);
    expect(host.pids).toEqual([pid]);
  });

  test('what was cancelled before it began never begins', async () => {
    const host = hostWith();
    const error = await failureOf(host.speakerEncoder().embed(clips(1), { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ kind: 'cancelled' });
    expect(host.pids).toEqual([]);
  });
});

describe('the end', () => {
  test('closing ends the process and rejects what waits', async () => {
    const host = hostWith();
    const encoder = host.speakerEncoder();
    await encoder.embed(clips(1));
    const [pid] = host.pids;
    const running = failureOf(encoder.embed(clips(100)));
    const waiting = failureOf(encoder.embed(clips(1)));
    await host.close();
    expect(lives(pid!)).toBe(false);
    expect(await running).toBeInstanceOf(RolecallError);
    expect(await waiting).toMatchObject({ message: expect.stringMatching(/closed/) });
    expect(await failureOf(encoder.embed(clips(1)))).toMatchObject({
      message: expect.stringMatching(/closed/),
    });
  });

  test('a process does not outlive a killed owner', async () => {
    const owner = spawn(process.execPath, [join(import.meta.dirname, 'helpers', 'owner.ts')]);
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(lives(pid)).toBe(true);
    owner.kill('SIGKILL');
    await until(() => !lives(pid));
    expect(lives(pid)).toBe(false);
  });
});
