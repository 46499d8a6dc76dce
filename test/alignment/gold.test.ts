import { describe, expect, test } from 'vitest';
import { alignScript } from '../../main/alignment/index.ts';
import { alignmentInput, charactersOf } from '../../main/engine/align-text.ts';
import { type Judged, measure } from '../benchmark/alignment/measure.ts';
import { type KnownEpisode, readSets } from '../benchmark/alignment/sets.ts';

const sets = readSets();
const episodesOf = (name: string): readonly KnownEpisode[] =>
  sets.find((set) => set.name === name)?.episodes ?? [];

function judge(episodes: readonly KnownEpisode[], scripts = episodes.map(({ script }) => script)) {
  const judged = episodes.flatMap(({ subtitles, known }, index): Judged[] => {
    const script = scripts[index]!;
    const { parts } = alignScript(alignmentInput(subtitles, script, charactersOf(script)));
    const answers = new Map(parts.map((part) => [`${part.cue}.${part.part}`, part]));
    return known.map(({ cue, part, isRight }) => {
      const { speaker, confidence } = answers.get(`${cue}.${part}`)!;
      return { given: speaker !== null, right: speaker !== null && isRight(speaker), confidence };
    });
  });
  return measure(judged);
}

const clean = episodesOf('clean');
if (clean.length === 0) console.log('Skipped: no gold episodes in ../shared/data/alignment.');

describe.skipIf(clean.length === 0)('real episodes', () => {
  test('a clean text', () => {
    const { accuracy, calibrationError } = judge(clean);
    expect(accuracy).toBeGreaterThanOrEqual(0.985);
    expect(calibrationError).toBeLessThanOrEqual(0.04);
  });

  test('a condensed text and a torn script', () => {
    const { precision, recall, calibrationError } = judge(episodesOf('condensed'));
    expect(precision).toBeGreaterThanOrEqual(0.985);
    expect(recall).toBeGreaterThanOrEqual(0.87);
    expect(calibrationError).toBeLessThanOrEqual(0.04);
  });

  test('scenes in another order', () => {
    expect(judge(episodesOf('clean, scenes swapped')).accuracy).toBeGreaterThanOrEqual(0.98);
  });

  test('another episode’s script names nearly nobody', () => {
    const scripts = clean.map((_, index) => clean[(index + 1) % clean.length]!.script);
    const { given, utterances } = judge(clean, scripts);
    expect(given / utterances).toBeLessThan(0.01);
  });
});

test('the sample library', () => {
  const { accuracy, precision } = judge(episodesOf('sample library'));
  expect(accuracy).toBeGreaterThanOrEqual(0.98);
  expect(precision).toBeGreaterThanOrEqual(0.98);
});
