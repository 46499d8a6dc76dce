import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Engine } from '../../main/engine/engine.ts';
import { listenEnhanced } from '../../main/engine/listen-enhanced.ts';
import { createProject } from '../../main/engine/project.ts';
import { plainWav } from '../../main/media/index.ts';
import { writeSpeechLike } from '../export/helpers.ts';
import { addEpisode, temporaryFolder } from '../helpers/project.ts';

test('a span is heard as an export would clean it: as long as it is, in its place, and says whether it would', async () => {
  const folder = temporaryFolder();
  const media = writeSpeechLike(join(folder, 'episode.wav'), 8, 3);
  const project = await createProject(join(folder, 'p.rolecall'), folder);
  try {
    const span = { start: 24_000, end: 56_007 };
    const { signal } = new AbortController();
    const heard = await listenEnhanced(project, { id: 'episode', media }, span, signal);
    expect(heard.by).toBe('rnnoise');
    expect(['applied', 'voice-changed']).toContain(heard.outcome);
    expect(plainWav(heard.bytes)).toMatchObject({ rate: 16_000 });
    expect(plainWav(heard.bytes)?.samples).toHaveLength(32_007);
  } finally {
    project.close();
  }
});

/** An engine with one episode of so many seconds. */
async function engineWith(seconds: number): Promise<Engine> {
  const folder = temporaryFolder();
  const media = writeSpeechLike(join(folder, 'episode.wav'), seconds, 3);
  const path = join(folder, 'p.rolecall');
  const project = await createProject(path, folder);
  addEpisode(project.database, 'e1', media);
  project.close();
  const engine = new Engine(() => undefined);
  onTestFinished(() => engine.close());
  await engine.call('project.open', { project: path });
  return engine;
}

const wish = (start: number) => ({ episode: 'e1', start, end: start + 32_000 });

test('a clip that nobody waits for any more is not made to its end, and leaves nothing behind', async () => {
  const engine = await engineWith(120);
  // A folder of its own: others may be at work on this machine.
  vi.stubEnv('TMPDIR', temporaryFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
  const made = engine.call('utterances.enhanced', wish(16_000));
  const told = expect(made).rejects.toMatchObject({ kind: 'cancelled' });
  // At work: it decodes the episode.
  while (readdirSync(tmpdir()).length === 0) await pause(5);
  await engine.call('utterances.cancelEnhanced', {});
  await told;
  expect(readdirSync(tmpdir())).toEqual([]);
});

test('a newer wish cancels the older one; cancelling what is not at work does nothing', async () => {
  const engine = await engineWith(20);
  await engine.call('utterances.cancelEnhanced', {});
  const older = expect(engine.call('utterances.enhanced', wish(16_000))).rejects.toMatchObject({
    kind: 'cancelled',
  });
  const between = expect(engine.call('utterances.enhanced', wish(32_000))).rejects.toMatchObject({
    kind: 'cancelled',
  });
  expect(await engine.call('utterances.enhanced', wish(48_000))).toMatchObject({ by: 'rnnoise' });
  await Promise.all([older, between]);
});
