/**
 * npm run bench:quality [-- --json] [-- --seed N] [-- --pieces N]
 *
 * How well the sound of an utterance is measured: ../shared/data/speech/librispeech cut into utterances and made worse
 * on purpose (test/helpers/degrade.ts), each measure compared with what was done; overlap also against the meetings of
 * ../shared/data/speech/ami. Then what measuring costs. Ends with 1 where an aim is missed; skips with a plain line what
 * has no data.
 */
import { parseArgs } from 'node:util';
import { findTools } from '../../main/media/index.ts';
import type { Quality } from '../../main/model/index.ts';
import { measureQuality } from '../../main/speech/index.ts';
import { InferenceHost, type SoundJudge } from '../../native-models/index.ts';
import { type Aim, Aims } from '../helpers/aims.ts';
import { BEDS, NOISES } from '../helpers/degrade.ts';
import { type Case, degradeAll, edgeCases } from './quality/cases.ts';
import { measureCost } from './quality/cost.ts';
import { judgeEdges } from './quality/edges.ts';
import { correlateGrades, GRADES } from './quality/grades.ts';
import { judgeMeetings } from './quality/meetings.ts';
import { cutPieces } from './quality/pieces.ts';
import { areaUnderCurve, rankCorrelation, type Scored } from './voice/metrics.ts';
import { readersOf } from './voice/sources.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    pieces: { type: 'string', default: '1000' },
  },
});
const SPEECH = '../shared/data/speech';
const say = (line: string): void => {
  if (options.json) process.stderr.write(`${line}\n`);
  else process.stdout.write(`${line}\n`);
};

interface Measured extends Case {
  readonly quality: Quality;
  /** The same without the sound judge. */
  readonly plain: Quality;
}

async function measure(cases: readonly Case[], judge: SoundJudge): Promise<Measured[]> {
  const judged = await judge.judge(cases.map(({ sound }) => sound));
  return cases.map((each, at) => {
    const { span, activity, energy } = each.piece;
    return {
      ...each,
      quality: measureQuality(each.sound, span, activity, { judgement: judged[at], energy }),
      plain: measureQuality(each.sound, span, activity),
    };
  });
}

/** How well `score` tells the cases of `positive` kinds from those of `negative` ones. */
function area(
  measured: readonly Measured[],
  score: (quality: Quality) => number,
  positive: (each: Measured) => boolean,
  negative: (each: Measured) => boolean,
): number {
  const trials: Scored[] = measured.flatMap((each) => {
    const isPositive = positive(each);
    return isPositive || negative(each) ? [{ score: score(each.quality), positive: isPositive }] : [];
  });
  return areaUnderCurve(trials);
}

const { ffmpeg } = await findTools();
const readers = readersOf(`${SPEECH}/librispeech`, ffmpeg.path);
const report: Record<string, unknown> = {};
const aims = new Aims(say);
const note = (name: string, value: number, aim?: Aim): void => {
  report[name] = value;
  if (aim === undefined) aims.tell(name, value);
  else aims.judge(name, value, aim);
};
const CORRELATION: Aim = { least: 0.9 };
const AREA: Aim = { least: 0.95 };

const host = new InferenceHost({ processes: 1, threads: 1 });
try {
  const judge = host.soundJudge();
  if (readers.length === 0) say(`${SPEECH}/librispeech is absent: degraded speech is skipped.`);
  else {
    const all = await cutPieces(readers, host.speechModel(), Number(options.seed));
    const step = Math.max(1, all.length / Number(options.pieces));
    const pieces = all.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
    const measured = await measure(degradeAll(pieces, Number(options.seed)), judge);
    say(
      `${pieces.length} utterances of ${new Set(pieces.map(({ voice }) => voice)).size} readers, ${measured.length} sounds\n`,
    );
    const of = (kind: Case['kind']) => measured.filter((each) => each.kind === kind);
    const single = (each: Measured): boolean => each.kind !== 'second voice';

    const noisy = of('noise').filter(({ truth }) => truth <= 25);
    for (const [name, quality] of [
      ['signal to noise', 'quality'],
      ['signal to noise without the judge', 'plain'],
    ] as const) {
      const errors = noisy.map((each) => Math.abs(each[quality].signalToNoise - each.truth));
      const isJudged = quality === 'quality';
      note(`${name}: mean absolute error, 0 to 25 dB`, mean(errors), isJudged ? { most: 3 } : undefined);
      note(
        `${name}: rank correlation`,
        rankCorrelation(noisy.map((each) => [each[quality].signalToNoise, each.truth])),
        isJudged ? CORRELATION : undefined,
      );
    }
    for (const kind of NOISES)
      note(
        `  ${kind}: mean absolute error`,
        mean(
          noisy
            .filter(({ detail }) => detail === kind)
            .map((each) => Math.abs(each.quality.signalToNoise - each.truth)),
        ),
      );

    const music = (quality: Quality): number => quality.music ?? 0;
    const isMusic = ({ kind }: Measured): boolean => kind === 'music';
    note(
      'music bed, 0 to 20 dB under: AUC against all else',
      area(measured, music, isMusic, (each) => !isMusic(each)),
      AREA,
    );
    for (const bed of BEDS)
      note(
        `  ${bed}: AUC`,
        area(
          measured,
          music,
          (each) => isMusic(each) && each.detail === bed,
          (each) => !isMusic(each),
        ),
      );
    for (const decibels of [0, 10, 20])
      note(
        `  ${decibels} dB under: AUC`,
        area(
          measured,
          music,
          (each) => isMusic(each) && each.truth === decibels,
          (each) => !isMusic(each),
        ),
      );
    note(
      '  against noise alone: AUC',
      area(measured, music, isMusic, ({ kind }) => kind === 'noise'),
    );
    note(
      '  noise that is called music',
      share(of('noise'), ({ quality }) => music(quality) >= 0.5),
    );

    const overlap = (quality: Quality): number => quality.overlap ?? 0;
    const isOverlap = ({ kind }: Measured): boolean => kind === 'second voice';
    note(
      'second voice, 0 to 10 dB under: AUC against all else',
      area(measured, overlap, isOverlap, single),
      AREA,
    );
    for (const decibels of [0, 5, 10])
      note(
        `  ${decibels} dB under: AUC`,
        area(measured, overlap, (each) => isOverlap(each) && each.truth === decibels, single),
      );
    note(
      '  against clean speech alone: AUC',
      area(measured, overlap, isOverlap, ({ kind }) => kind === 'clean'),
    );
    note(
      '  one voice that is called two',
      share(measured.filter(single), ({ quality }) => overlap(quality) >= 0.5),
    );
    note(
      '  two voices that are called two',
      share(of('second voice'), ({ quality }) => overlap(quality) >= 0.5),
    );

    const others =
      (kinds: readonly Case['kind'][]) =>
      ({ kind }: Measured): boolean =>
        !kinds.includes(kind);
    note(
      'clipping: AUC against all else',
      area(
        measured,
        ({ clipping }) => clipping,
        ({ kind }) => kind === 'clipping',
        others(['clipping']),
      ),
      AREA,
    );
    note(
      'clipping: rank correlation',
      rankCorrelation([...of('clipping'), ...of('clean')].map((each) => [each.quality.clipping, each.truth])),
      CORRELATION,
    );
    note(
      'dropouts: AUC against all else',
      area(
        measured,
        (quality) => quality.dropouts ?? 0,
        ({ kind }) => kind === 'dropouts',
        others(['dropouts']),
      ),
      AREA,
    );
    note(
      'dropouts: rank correlation',
      rankCorrelation(
        [...of('dropouts'), ...of('clean')].map((each) => [each.quality.dropouts ?? 0, each.truth]),
      ),
      CORRELATION,
    );
    const phone = measured.filter(({ kind }) => kind === 'telephone' || kind === '8 kHz');
    const judged = await judge.judge(measured.map(({ sound }) => sound));
    note(
      'telephone or 8 kHz: AUC against all else',
      areaUnderCurve(
        measured.map(({ kind }, at) => ({
          score: judged[at]?.telephone ?? 0,
          positive: kind === 'telephone' || kind === '8 kHz',
        })),
      ),
      AREA,
    );
    note(
      '  found',
      share(phone, ({ quality }) => quality.telephone === true),
    );
    note(
      '  others that are called so',
      share(measured.filter(others(['telephone', '8 kHz'])), ({ quality }) => quality.telephone === true),
    );
    const rooms = of('room');
    note(
      'reverberation: rank correlation, T60 of 0.15 to 1 s',
      rankCorrelation(rooms.map((each) => [each.quality.reverberation ?? 0, each.truth])),
      CORRELATION,
    );
    note(
      '  mean absolute error, s',
      mean(rooms.map((each) => Math.abs((each.quality.reverberation ?? 0) - each.truth))),
    );
    const third = pieces.filter((_, at) => at % 3 === 0);
    for (const [name, found] of await correlateGrades(third, judge, Number(options.seed))) {
      note(`${name}: rank correlation with ${GRADES[name]}`, found.all, CORRELATION);
      note('  within each utterance, in the mean', found.within);
    }
    judgeEdges(edgeCases(pieces, Number(options.seed)), note);
  }
  await judgeMeetings(`${SPEECH}/ami`, ffmpeg.path, judge, note, say);
  if (readers.length > 0) await measureCost(readers, host, note);
} finally {
  await host.close();
}
if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exitCode = aims.close();

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function share<Item>(items: readonly Item[], is: (item: Item) => boolean): number {
  return items.filter(is).length / Math.max(1, items.length);
}
