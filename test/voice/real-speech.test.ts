import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { findTools } from '../../main/media/index.ts';
import { enrol, likelyPairs, measureSameVoice } from '../../main/voice/index.ts';
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

  test.skipIf(!isThere)('readers under two names each are found to be one voice, and no others', async () => {
    const { ffmpeg } = await findTools();
    const made = makeSeries(readersOf(READERS, ffmpeg.path), { ...TEN_EPISODES, seed: 11, passes: 1 });
    const series = await embedSeries(host.speakerEncoder(), host.soundJudge(), made);
    const utterances = series.map(({ utterance }, at) => {
      const { character, probability } = utterance.script;
      const second = character === null || at % 2 === 0 ? character : `${character} again`;
      return { ...utterance, script: { character: second, probability } };
    });
    const bank = enrol(utterances);
    const pairs = likelyPairs(bank, measureSameVoice(utterances, bank), 0);
    const isOne = ({ first, second }: (typeof pairs)[number]): boolean =>
      first.split(' ')[0] === second.split(' ')[0];
    for (const pair of pairs) {
      if (isOne(pair)) expect(pair.probability).toBeGreaterThan(0.1);
      else expect(pair.probability).toBeLessThan(0.01);
    }
    expect(pairs.filter(isOne)).toHaveLength(5);
  });
});
