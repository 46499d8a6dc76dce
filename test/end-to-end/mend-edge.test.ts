import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Utterance } from '../../main/model/index.ts';
import { listEpisodes, listUtterances } from '../../main/store/index.ts';
import { compareRecognition } from '../../main/validation/index.ts';
import { launchRolecall } from '../helpers/electron.ts';
import { inProject, makeSampleProject } from './window.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-mend-'));
const project = join(folder, 'The Lamplighters.rolecall');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const all = (): Utterance[] =>
  inProject(project, ({ database }) =>
    listEpisodes(database).flatMap(({ id }) => listUtterances(database, id)),
  );
const find = (id: string): Utterance => all().find((row) => row.id === id) as Utterance;

it('brings an edge that cut words off out to where the speech ends, and takes it back', async () => {
  await makeSampleProject(project);
  const whole = all().find(
    ({ text, start, end, state }) =>
      state === 'matched' && text.split(' ').length >= 8 && end - start > 40_000 && end - start < 70_000,
  ) as Utterance;
  // A tenth is cut off, and the recogniser did not hear the last words.
  const end = whole.end - Math.round((whole.end - whole.start) / 10);
  const heard = whole.text.split(' ').slice(0, -2).join(' ');
  inProject(project, ({ database }) =>
    database
      .prepare('UPDATE utterance SET end = @end, transcript = @transcript, quality = @quality WHERE id = @id')
      .run({
        id: whole.id,
        end,
        quality: JSON.stringify({ ...whole.quality, music: 0.97, telephone: true, reverberation: null }),
        transcript: JSON.stringify({
          ...whole.transcript,
          wrong: 0.9,
          recogniser: compareRecognition('made for the test', whole.text, heard),
        }),
      }),
  );
  const { page, close } = await launchRolecall({ project, userData: join(folder, 'user-data') });
  try {
    await page.getByTestId(`episode-row-${whole.episode}`).dblclick();
    await page.getByTestId('utterance-list').waitFor();
    await page.keyboard.press('Control+f');
    await page.keyboard.type(whole.text);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Home');
    expect(await page.getByTestId('minded-music').innerText()).toMatch(/^music 97%/);
    const measures = await page.getByTestId('sound-measures').innerText();
    for (const said of ['dB above noise', 'two voices', 'overdriven', 'gaps', 'kHz', 'telephone or radio'])
      expect(measures).toContain(said);
    expect(measures).not.toContain('echo');
    await page.getByTestId('mend-end-early').click();
    await expect.poll(() => find(whole.id).end).toBeGreaterThan(end + 1000);
    // Where the line really ends: 100 ms beside it, what a window of the speech detection and its smoothing allow.
    expect(Math.abs(find(whole.id).end - whole.end)).toBeLessThan(1600);
    await page.getByTestId('utterance-list').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => find(whole.id).end).toBe(end);
  } finally {
    await close();
  }
});
