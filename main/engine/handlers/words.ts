import { LANGUAGE_CODES } from '../../validation/index.ts';
import { isChosenHere } from '../chosen-recognisers.ts';
import { expectLanguages, reportLanguages, type SeriesLanguages } from '../languages.ts';
import { keepRecogniser, projectRecogniser } from '../recognise.ts';
import { settingsOfWish, tryRecogniser, wishOfSettings } from '../try-recogniser.ts';
import type { EngineContext, HandlersOf } from './context.ts';

const TRIAL = 'recogniser-trial';

export const wordsHandlers = (engine: EngineContext): HandlersOf<'recogniser' | 'languages'> => ({
  'recogniser.get': async () => {
    const settings = projectRecogniser(engine.open().database);
    return { wish: wishOfSettings(settings), chosenHere: await isChosenHere(settings) };
  },
  'recogniser.choose': async (wish) => {
    await keepRecogniser(engine.open(), settingsOfWish(wish));
    return {};
  },
  'recogniser.try': (wanted) =>
    engine.tasks.run(TRIAL, (signal) => tryRecogniser(engine.open(), wanted, signal)),
  'recogniser.cancel': async () => {
    await engine.tasks.cancel(TRIAL);
    return {};
  },
  'languages.report': () => ({
    known: [...LANGUAGE_CODES],
    series: reportLanguages(engine.open()).map(ofSeries),
  }),
  'languages.expect': ({ series, codes }) => {
    expectLanguages(engine.open(), series, codes);
    return {};
  },
});

function ofSeries({ series, expected, found, episodes }: SeriesLanguages) {
  const lines = new Map<string | null, number>();
  for (const { languages } of episodes)
    for (const { code, utterances } of languages) lines.set(code, (lines.get(code) ?? 0) + utterances);
  return {
    series,
    expected: expected === null ? null : [...expected],
    found: [...found],
    lines: [...lines]
      .map(([code, utterances]) => ({ code, utterances }))
      .sort((a, b) => b.utterances - a.utterances),
    mixed: episodes.reduce((sum, { mixed }) => sum + mixed, 0),
  };
}
