import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type MeasureReport, measureReport } from '../../main/contract/index.ts';
import { Engine } from '../../main/engine/engine.ts';
import { openProject } from '../../main/engine/project.ts';
import { putSetting, putUtterances } from '../../main/store/index.ts';
import { addEpisode, makeUtterance, temporaryFolder } from '../helpers/project.ts';

/** The engine with a project in which two minutes of speech are accepted. */
async function engineWith(earlier: object | null = null): Promise<Engine> {
  const folder = temporaryFolder();
  const library = join(folder, 'library');
  mkdirSync(library);
  const engine = new Engine(() => undefined);
  onTestFinished(() => engine.close());
  const path = join(folder, 'p.rolecall');
  await engine.call('project.create', { project: path, library });
  const project = openProject(path);
  addEpisode(project.database, 'e1');
  if (earlier !== null) putSetting(project.database, 'measures', JSON.stringify(earlier));
  const minute = 60 * 16_000;
  putUtterances(project.database, [
    makeUtterance({ id: 'a', start: 0, end: minute, review: 'accepted' }),
    makeUtterance({ id: 'b', start: minute, end: 2 * minute, review: 'edited' }),
    makeUtterance({ id: 'c', start: 2 * minute, end: 9 * minute, review: 'rejected' }),
    makeUtterance({ id: 'd', start: 9 * minute, end: 20 * minute }),
  ]);
  project.close();
  return engine;
}

const reportOf = async (engine: Engine): Promise<MeasureReport> =>
  measureReport.parse(await engine.call('measures.report', {}));

it('minutes for an accepted hour and decisions a minute, in all and by kind, are those of known work', async () => {
  const engine = await engineWith();
  // The minute of work that test/renderer/measure.test.ts measures, as the window sends it: in pieces.
  await engine.call('measures.add', {
    ...{ seconds: 31, keystrokes: 5, decisions: { accept: 3, retext: 1 } },
    timed: { accept: { count: 2, seconds: 6 }, retext: { count: 1, seconds: 20 } },
  });
  await engine.call('measures.add', {
    ...{ seconds: 29, keystrokes: 3, decisions: { assign: 1, accept: 1, retext: 1 } },
    timed: {
      assign: { count: 1, seconds: 10 },
      accept: { count: 1, seconds: 4 },
      retext: { count: 1, seconds: 15 },
    },
  });
  const report = await reportOf(engine);
  expect(report).toMatchObject({
    ...{ seconds: 60, keystrokes: 8, decisions: { accept: 4, retext: 2, assign: 1 } },
    // Accepted and corrected lines, not rejected or undecided ones.
    ...{ acceptedSeconds: 120, decisionsPerMinute: 7, keystrokesPerDecision: 8 / 7 },
  });
  // One minute for two of speech: half an hour for an hour.
  expect(report.minutesPerAcceptedHour).toBeCloseTo(30, 6);
  expect(report.perMinuteByKind).toEqual({
    accept: expect.closeTo(3 / (10 / 60), 6),
    retext: expect.closeTo(2 / (35 / 60), 6),
    assign: expect.closeTo(6, 6),
  });
});

it('without work there are no figures, and without a known time no pace', async () => {
  const engine = await engineWith();
  expect(await reportOf(engine)).toMatchObject({
    minutesPerAcceptedHour: null,
    decisionsPerMinute: null,
    keystrokesPerDecision: null,
    perMinuteByKind: {},
  });
  await engine.call('measures.add', {
    ...{ seconds: 0, keystrokes: 2, decisions: { accept: 2 } },
    timed: { accept: { count: 1, seconds: 0 } },
  });
  expect(await reportOf(engine)).toMatchObject({ decisionsPerMinute: null, perMinuteByKind: {} });
});

it('figures from before paces by kind were kept are read, and go on', async () => {
  const engine = await engineWith({ seconds: 60, keystrokes: 10, decisions: { accept: 10 } });
  expect(await reportOf(engine)).toMatchObject({ decisionsPerMinute: 10, perMinuteByKind: {} });
  await engine.call('measures.add', {
    ...{ seconds: 6, keystrokes: 1, decisions: { accept: 1 } },
    timed: { accept: { count: 1, seconds: 6 } },
  });
  const report = await reportOf(engine);
  expect(report).toMatchObject({ seconds: 66, decisions: { accept: 11 } });
  expect(report.perMinuteByKind).toEqual({ accept: expect.closeTo(10, 6) });
});

it('figures that cannot be are refused', async () => {
  const engine = await engineWith();
  await expect(
    engine.call('measures.add', {
      ...{ seconds: 1, keystrokes: 0, decisions: {} },
      timed: { accept: { count: 1, seconds: -1 } },
    }),
  ).rejects.toThrow(z.ZodError);
});
