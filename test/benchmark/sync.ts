import { estimateSync } from '../../main/alignment/sync.ts';
import { findTools } from '../../main/media/index.ts';
import { type Aim, Aims, type Shown } from '../helpers/aims.ts';
import { makeCase } from './sync/cases.ts';
import type { BuiltEpisode } from './sync/episodes.ts';
import { buildEpisode, readPhrases } from './sync/episodes.ts';
import { scoreSampleLibrary } from './sync/sample-library.ts';
import { quantile, scoreBoundaries, scoreSync } from './sync/score.ts';

const EPISODES = [
  { seconds: 1800, seed: 1, signalToNoise: 30 },
  { seconds: 1500, seed: 2, signalToNoise: 25 },
  { seconds: 2520, seed: 3, signalToNoise: 20 },
  { seconds: 1200, seed: 4, signalToNoise: 35 },
];
const CASES = 100;
const HARDER_CASES = 20;

/** One line of the benchmark: what was measured, what it must be, if anything. */
export interface SyncFigure {
  readonly name: string;
  readonly value: number;
  readonly aim: Aim | null;
  readonly shown: Shown;
}
const WHOLE: Shown = { digits: 0 };
const SHARE: Shown = { unit: '%', digits: 0 };
const MILLISECONDS: Shown = { unit: 'ms', digits: 1 };

function measureCases(
  episodes: readonly BuiltEpisode[],
  normal: boolean,
  firstSeed: number,
  count: number,
): SyncFigure[] {
  const shape = { jitter: 150, normal, missing: 0.1, mostCuts: 4 };
  const name = normal ? 'normal jitter, spread 150 ms' : 'jitter within 150 ms';
  let [good, offset, rate, cuts, wrong, milliseconds] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < count; i += 1) {
    const episode = episodes[i % episodes.length]!;
    const other = episodes[(i + 1) % episodes.length]!;
    const made = makeCase(episode, firstSeed + i, shape);
    const from = performance.now();
    const score = scoreSync(estimateSync(made.cues, episode.speech), made);
    milliseconds += performance.now() - from;
    if (score.good) good += 1;
    else process.stderr.write(`missed: case ${i}, ${made.description}: ${JSON.stringify(score)}\n`);
    if (score.offsetError <= 50) offset += 1;
    if (score.rateError <= 0.01) rate += 1;
    if (score.cutError <= 500 && score.extraCuts === 0) cuts += 1;
    if (!estimateSync(made.cues, other.speech).belongs) wrong += 1;
  }
  const share = (of: number): number => (100 * of) / count;
  const more = `of ${count}`;
  // Twice as wide as what was asked for: told, not judged.
  const judged = (least: number): Aim | null => (normal ? null : { least });
  return [
    {
      name: `sync, ${name}: all of it right`,
      value: share(good),
      aim: judged(95),
      shown: { ...SHARE, more },
    },
    { name: '  every offset within 50 ms', value: share(offset), aim: null, shown: SHARE },
    { name: '  rate within 0.01%', value: share(rate), aim: null, shown: SHARE },
    { name: '  cuts within 0.5 s, none added', value: share(cuts), aim: null, shown: SHARE },
    {
      name: '  wrong subtitles recognised',
      value: share(wrong),
      aim: { least: 98 },
      shown: { ...SHARE, more },
    },
    { name: '  time a case', value: milliseconds / count, aim: null, shown: MILLISECONDS },
  ];
}

function measureBoundaries(episodes: readonly BuiltEpisode[], linger: number): SyncFigure[] {
  const scores = episodes.map((episode, index) => scoreBoundaries(episode, 150, linger, 900 + index));
  const errors = scores.flatMap((score) => [...score.errors]).sort((a, b) => a - b);
  const cut = scores.reduce((sum, score) => sum + score.cutWords, 0);
  const name = linger > 0 ? `boundaries, ends linger up to ${linger} ms` : 'boundaries';
  return [
    { name: `${name}: median error`, value: quantile(errors, 0.5), aim: { most: 40 }, shown: MILLISECONDS },
    { name: '  90th percentile', value: quantile(errors, 0.9), aim: { most: 150 }, shown: MILLISECONDS },
    {
      name: '  boundaries inside a word',
      value: cut,
      aim: { most: 0 },
      shown: { ...WHOLE, more: `of ${errors.length}` },
    },
  ];
}

/**
 * Measures sync and boundaries; sections whose data is absent are left out, with a plain line on stderr.
 * `tell` hears the figures of each section as soon as they are known.
 */
export async function measureSync(
  tell: (figures: readonly SyncFigure[]) => void = () => {},
): Promise<SyncFigure[]> {
  const figures: SyncFigure[] = [];
  const add = (section: readonly SyncFigure[]): void => {
    figures.push(...section);
    tell(section);
  };
  // The one that the product uses: not every machine has one on PATH.
  const { ffmpeg } = await findTools();
  for (const score of await scoreSampleLibrary(ffmpeg.path)) {
    add([
      {
        name: `sample library, ${score.episode}: offset error`,
        value: score.offsetError,
        aim: { most: 100 },
        shown: MILLISECONDS,
      },
      {
        name: '  subtitles that belong, at rate 1',
        value: score.belongs && score.rate === 1 ? 1 : 0,
        aim: { least: 1 },
        shown: { ...WHOLE, more: `belongs ${score.belongs}, rate ${score.rate}` },
      },
      {
        name: '  boundaries: median error',
        value: quantile(score.errors, 0.5),
        aim: { most: 120 },
        shown: MILLISECONDS,
      },
      { name: '  90th percentile', value: quantile(score.errors, 0.9), aim: null, shown: MILLISECONDS },
    ]);
  }
  const phrases = readPhrases(ffmpeg.path);
  if (phrases.length === 0) {
    process.stderr.write('No LibriSpeech beside the project: built episodes are left out.\n');
    return figures;
  }
  const episodes: BuiltEpisode[] = [];
  for (const options of EPISODES) episodes.push(await buildEpisode(phrases, options));
  add(measureBoundaries(episodes, 0));
  add(measureBoundaries(episodes, 1000));
  add(measureCases(episodes, false, 5000, CASES));
  add(measureCases(episodes, true, 6000, HARDER_CASES));
  return figures;
}

/** Tells each figure beside its aim. */
export function tellSync(aims: Aims, figures: readonly SyncFigure[]): void {
  for (const { name, value, aim, shown } of figures) {
    if (aim === null) aims.tell(name, value, shown);
    else aims.judge(name, value, aim, shown);
  }
}

if (import.meta.main) {
  const json = process.argv.includes('--json');
  const aims = new Aims(json ? console.error : console.log);
  const figures = await measureSync((section) => tellSync(aims, section));
  if (json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  process.exitCode = aims.close();
}
