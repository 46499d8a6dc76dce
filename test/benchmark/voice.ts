/**
 * npm run bench:voice [-- --json] [-- --seeds N] [-- --no-scale]
 *
 * Measures the voice witness on ../shared/data/speech: verification by duration for each installed encoder, then on
 * made-up series (see voice/corpus.ts) label errors, naming, calibration, strangers, clusters and the adaptation's
 * gain, then the scoring of a million embeddings. Skips with a plain line what has no data.
 */
import { parseArgs } from 'node:util';
import { findTools } from '../../main/media/index.ts';
import { checkModelFile, InferenceHost, KNOWN_MODELS, wishedProviders } from '../../native-models/index.ts';
import { makeSeries, TEN_EPISODES } from './voice/corpus.ts';
import { sampleLibrary } from './voice/sample-library.ts';
import { scoreAMillion } from './voice/scale.ts';
import {
  clusterHidden,
  type Embedded,
  embedSeries,
  hideEachVoice,
  runSeries,
  summarise,
} from './voice/series.ts';
import { meetingTurns, readersOf } from './voice/sources.ts';
import { verify } from './voice/verification.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '5' },
    scale: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const seeds = Array.from({ length: Math.max(1, Number(options.seeds) || 1) }, (_, at) => at + 1);
const SPEECH = '../shared/data/speech';

const say = (line: string) => {
  if (options.json) process.stderr.write(`${line}\n`);
  else process.stdout.write(`${line}\n`);
};
const percent = (value: number) => `${(100 * value).toFixed(1)}%`;

type Summary = ReturnType<typeof summarise>;

function table(title: string, columns: readonly (readonly [string, Summary])[]): void {
  const lines: [string, (summary: Summary) => string][] = [
    ['utterances (all series)', ({ utterances, series }) => `${utterances} (${series})`],
    ['voice alone right', ({ voiceAccuracy }) => percent(voiceAccuracy)],
    ['label errors, AUC', ({ labelErrorArea }) => labelErrorArea.toFixed(4)],
    [
      'label errors, AP (worst series)',
      (s) => `${s.labelErrorPrecision.toFixed(3)} (${s.worstLabelErrorPrecision.toFixed(3)})`,
    ],
    ['unscripted: right', ({ unscriptedRight }) => percent(unscriptedRight)],
    ['unscripted: wrong (rest withheld)', ({ unscriptedWrong }) => percent(unscriptedWrong)],
    ['joint p >= 0.95: share, right', (s) => `${percent(s.sureShare)}, ${percent(s.sureRight)}`],
    ['joint calibration error', ({ calibrationError }) => calibrationError.toFixed(4)],
    [
      'voice alone p >= 0.95: share, right',
      (s) => `${percent(s.sureShareOfVoice)}, ${percent(s.sureRightOfVoice)}`,
    ],
    ['voice alone calibration error', ({ calibrationErrorOfVoice }) => calibrationErrorOfVoice.toFixed(4)],
    ['conflicts: rightly, wrongly', (s) => `${s.conflictsRightly}, ${s.conflictsWrongly}`],
    ['false accepts, rejects at 0.5 (own)', (s) => `${percent(s.falseAccepts)}, ${percent(s.falseRejects)}`],
    ['series that adapted', ({ adapted }) => percent(adapted)],
  ];
  say(`\n${title}`);
  say(`${''.padEnd(38)}${columns.map(([name]) => name.padStart(17)).join('')}`);
  for (const [name, show] of lines) {
    say(`${name.padEnd(38)}${columns.map(([, summary]) => show(summary).padStart(17)).join('')}`);
  }
}

const { ffmpeg } = await findTools();
const readers = readersOf(`${SPEECH}/librispeech`, ffmpeg.path);
const meetings = meetingTurns(`${SPEECH}/ami`, ffmpeg.path);
const report: Record<string, unknown> = {};

for (const entry of KNOWN_MODELS.filter(({ kind }) => kind === 'speaker-encoder')) {
  const state = await checkModelFile(entry);
  if (state.kind !== 'good') {
    say(`${entry.id}: ${state.kind}; skipped.`);
    continue;
  }
  const host = new InferenceHost({ processes: 2, threads: 1, providers: wishedProviders() });
  try {
    const encoder = host.speakerEncoder(entry.id);
    const own: Record<string, unknown> = {};
    report[entry.id] = own;
    say(`Encoder ${entry.id}`);
    if (readers.length === 0) {
      say(`${SPEECH}/librispeech is absent: verification and the made-up series are skipped.`);
    } else {
      const verification = await verify(encoder, readers);
      own['verification'] = verification;
      say('cut to   utterances      EER   minDCF(0.01)');
      for (const row of verification.rows) {
        const cut = row.seconds === null ? 'whole' : `${row.seconds} s`;
        say(
          `${cut.padEnd(9)}${String(row.utterances).padStart(10)}${percent(row.equalErrorRate).padStart(9)}${row.minimumDetectionCost.toFixed(3).padStart(15)}`,
        );
      }
      say(`embedding: ${verification.xRealtime.toFixed(0)}x realtime, two processes of one thread`);
      const kinds = [
        { name: 'disjoint, 5 readers', sources: readers, passes: 1, harder: {} },
        {
          name: 'disjoint, 5 readers + 2 of meetings',
          sources: [...readers, ...meetings],
          passes: 1,
          harder: {},
        },
        {
          name: 'full, 5 readers + 2 of meetings, each source cut 4 times',
          sources: [...readers, ...meetings],
          passes: 4,
          harder: {},
        },
        {
          name: 'harder: noise at 8 dB, half under music, 12% of labels swapped',
          sources: [...readers, ...meetings],
          passes: 1,
          harder: { noiseDecibels: 8, music: 0.5, swapped: 0.12 },
        },
      ];
      for (const { name, sources, passes, harder } of kinds) {
        const all: Embedded[][] = [];
        for (const seed of passes > 1 ? seeds.slice(0, 2) : seeds) {
          all.push(
            await embedSeries(
              encoder,
              host.soundJudge(),
              makeSeries(sources, { ...TEN_EPISODES, ...harder, seed, passes }),
            ),
          );
        }
        const columns = (['off', 'auto', 'on'] as const).map(
          (adaptation) =>
            [`adapt ${adaptation}`, summarise(all.map((one) => runSeries(one, { adaptation })))] as const,
        );
        const strangers = hideEachVoice(all[0]!);
        const clusters = all.map((one) => clusterHidden(one, 3));
        own[name] = { ...Object.fromEntries(columns), strangers, clusters };
        table(`Ten episodes, ${name}`, columns);
        say(
          `a voice without labels: called new ${percent(strangers.calledNew)}, named ${percent(strangers.named)}, named with p >= 0.95 ${percent(strangers.surelyNamed)}; others called new ${percent(strangers.othersCalledNew)}`,
        );
        say(
          `three unnamed voices clustered: ${clusters.map((one) => `${one.clusters} clusters, purity ${percent(one.purity)}, ${percent(one.inLargest)} in the largest three`).join('; ')}`,
        );
      }
    }
    const sample: Embedded[][] = [];
    for (const seed of seeds) sample.push(await sampleLibrary(encoder, ffmpeg.path, seed));
    if (sample[0]!.length > 0) {
      const columns = (['off', 'auto', 'on'] as const).map(
        (adaptation) =>
          [`adapt ${adaptation}`, summarise(sample.map((one) => runSeries(one, { adaptation })))] as const,
      );
      own['sample library'] = Object.fromEntries(columns);
      table('Sample library cut by its truth, 5% of the labels swapped', columns);
    }
  } finally {
    await host.close();
  }
}
if (options.scale) {
  const scale = scoreAMillion();
  report['scale'] = scale;
  say(
    `\n${scale.rows} embeddings x ${scale.characters} voices, adapted: ${scale.seconds.toFixed(1)} s (enrolment before: ${scale.enrolmentSeconds.toFixed(1)} s), peak memory ${scale.peakMegabytes.toFixed(0)} MB`,
  );
}
if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
