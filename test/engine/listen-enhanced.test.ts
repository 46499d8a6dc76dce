import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listenEnhanced } from '../../main/engine/listen-enhanced.ts';
import { createProject } from '../../main/engine/project.ts';
import { plainWav } from '../../main/media/index.ts';
import { writeSpeechLike } from '../export/helpers.ts';
import { temporaryFolder } from '../helpers/project.ts';

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
