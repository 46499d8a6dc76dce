import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { findTools } from '../../main/media/index.ts';
import { InferenceHost } from '../../native-models/index.ts';
import { makeSeries, TEN_EPISODES } from '../benchmark/voice/corpus.ts';
import { embedSeries, runSeries, summarise } from '../benchmark/voice/series.ts';
import { readersOf } from '../benchmark/voice/sources.ts';

const READERS = '../shared/data/speech/librispeech';
const isThere = existsSync(READERS);
if (!isThere) console.info(`${READERS} is absent: the test of the voice witness on real speech is skipped.`);

describe('real speech through the bundled encoder', () => {
  const host = new InferenceHost({ processes: 2, threads: 1 });
  afterAll(() => host.close());

  test.skipIf(!isThere)('ten noisy episodes of five readers meet the promised figures', async () => {
    const { ffmpeg } = await findTools();
    const made = makeSeries(readersOf(READERS, ffmpeg.path), { ...TEN_EPISODES, seed: 11, passes: 1 });
    const figures = summarise([
      runSeries(await embedSeries(host.speakerEncoder(), host.soundJudge(), made), {}),
    ]);
    expect(figures.labelErrorArea).toBeGreaterThanOrEqual(0.97);
    expect(figures.labelErrorPrecision).toBeGreaterThanOrEqual(0.8);
    expect(figures.unscriptedRight).toBeGreaterThanOrEqual(0.93);
    expect(figures.sureRight).toBeGreaterThanOrEqual(0.98);
    expect(figures.calibrationError).toBeLessThanOrEqual(0.05);
  });
});
