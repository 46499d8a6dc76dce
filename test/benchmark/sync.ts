import { estimateSync } from '../../main/alignment/sync.ts';
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

/** One line of the benchmark: what was measured, what the aim is. */
export interface SyncFigure {
  readonly name: string;
  readonly value: string;
  readonly aim: string;
}

const round = (value: number, digits = 0): string => value.toFixed(digits);

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
  return [
    { name: `sync, ${name}: all of it right`, value: `${good} of ${count}`, aim: normal ? '' : '>= 95' },
    { name: '  every offset within 50 ms', value: `${offset}`, aim: '' },
    { name: '  rate within 0.01%', value: `${rate}`, aim: '' },
    { name: '  cuts within 0.5 s, none added', value: `${cuts}`, aim: '' },
    { name: '  wrong subtitles recognised', value: `${wrong} of ${count}`, aim: '>= 98' },
    { name: '  milliseconds a case', value: round(milliseconds / count), aim: '' },
  ];
}

function measureBoundaries(episodes: readonly BuiltEpisode[], linger: number): SyncFigure[] {
  const scores = episodes.map((episode, index) => scoreBoundaries(episode, 150, linger, 900 + index));
  const errors = scores.flatMap((score) => [...score.errors]).sort((a, b) => a - b);
  const cut = scores.reduce((sum, score) => sum + score.cutWords, 0);
  const name = linger > 0 ? `boundaries, ends linger up to ${linger} ms` : 'boundaries';
  return [
    { name: `${name}: median error, ms`, value: round(quantile(errors, 0.5), 1), aim: '<= 40' },
    { name: '  90th percentile, ms', value: round(quantile(errors, 0.9), 1), aim: '<= 150' },
    { name: '  boundaries inside a word', value: `${cut} of ${errors.length}`, aim: '0' },
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
  for (const score of await scoreSampleLibrary()) {
    add([
      {
        name: `sample library, ${score.episode}: offset error, ms`,
        value: round(score.offsetError),
        aim: '<= 100',
      },
      { name: '  belongs, rate', value: `${score.belongs}, ${score.rate}`, aim: 'true, 1' },
      { name: '  boundaries: median error, ms', value: round(quantile(score.errors, 0.5), 1), aim: '<= 120' },
      { name: '  90th percentile, ms', value: round(quantile(score.errors, 0.9), 1), aim: '' },
    ]);
  }
  const phrases = readPhrases();
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

if (import.meta.main) {
  const json = process.argv.includes('--json');
  const print = (figures: readonly SyncFigure[]): void => {
    for (const { name, value, aim } of figures) {
      process.stdout.write(`${name.padEnd(56)}${value.padEnd(16)}${aim}\n`);
    }
  };
  const figures = await measureSync(json ? undefined : print);
  if (json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
}
