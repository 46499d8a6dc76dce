import { measureQuality } from '../../../main/speech/index.ts';
import type { SoundJudge, SoundJudgement } from '../../../native-models/index.ts';
import { BEDS, lowPassed, mixed, music, withinScale, withSecondVoice } from '../../helpers/degrade.ts';
import { rankCorrelation } from '../voice/metrics.ts';
import { seededRandom } from '../voice/random.ts';
import type { Piece } from './pieces.ts';

/** Decibels that the bed or the second voice lies under the speech; the last stands for none at all. */
const LEVELS = [0, 10, 20, 30] as const;
const NONE = 60;
/** Hertz above which nothing is left; the last is all there is. */
const CUTOFFS = [2000, 2500, 3000, 3500, 4000, 8000] as const;

interface Graded {
  readonly piece: Piece;
  readonly measure: keyof typeof MEASURES;
  /** Grows with what the measure should grow with. */
  readonly truth: number;
  readonly sound: Float32Array;
}

/** What is said of one sound; it should grow with the truth. */
const MEASURES = {
  music: (_: Graded, judged: SoundJudgement | null) => judged?.music ?? 0,
  overlap: (_: Graded, judged: SoundJudgement | null) => judged?.overlap ?? 0,
  bandwidth: ({ sound, piece }: Graded) => measureQuality(sound, piece.span, piece.activity).bandwidth,
} as const;

export type GradedMeasure = keyof typeof MEASURES;

/** What the truth of each measure is. */
export const GRADES: Readonly<Record<GradedMeasure, string>> = {
  music: 'its level, 0 to 30 dB under, or none',
  overlap: "the other's level, 0 to 30 dB under, or none",
  bandwidth: 'a cut at 2 to 4 kHz, or none',
};

/** Each piece with music, with a second voice and with less band, at every strength. */
function grade(pieces: readonly Piece[], seed: number): Graded[] {
  const random = seededRandom(seed);
  const graded: Graded[] = [];
  for (const [at, piece] of pieces.entries()) {
    const { clean } = piece;
    const add = (measure: GradedMeasure, truth: number, sound: Float32Array): void => {
      graded.push({ piece, measure, truth, sound });
    };
    const bed = music(clean.length, BEDS[at % BEDS.length] as (typeof BEDS)[number], random);
    const others = pieces.filter(({ voice }) => voice !== piece.voice);
    const other = others[Math.floor(random() * others.length)]?.clean;
    add('music', -NONE, clean);
    add('overlap', -NONE, clean);
    for (const level of LEVELS) {
      add('music', -level, mixed(clean, bed, level));
      if (other !== undefined) add('overlap', -level, withSecondVoice(clean, other, 1, level, random));
    }
    for (const hertz of CUTOFFS)
      add('bandwidth', hertz, hertz < 8000 ? withinScale(lowPassed(clean, hertz)) : clean);
  }
  return graded;
}

/** Spearman's correlations of a measure with how strongly it was done. */
export interface Correlation {
  readonly sounds: number;
  /** Over the sounds of all utterances together: one number must mean the same in each. */
  readonly all: number;
  /** Mean of the utterances' own: whether it grows as the same utterance is made worse. */
  readonly within: number;
}

export async function correlateGrades(
  pieces: readonly Piece[],
  judge: SoundJudge,
  seed: number,
): Promise<ReadonlyMap<GradedMeasure, Correlation>> {
  const graded = grade(pieces, seed);
  const judged = await judge.judge(graded.map(({ sound }) => sound));
  const said = graded.map((each, at) => MEASURES[each.measure](each, judged[at] ?? null));
  const correlation = (of: (each: Graded) => boolean): number =>
    rankCorrelation(
      graded.flatMap((each, at) => (of(each) ? [[said[at] as number, each.truth] as const] : [])),
    );
  return new Map(
    (Object.keys(MEASURES) as GradedMeasure[]).map((name) => {
      // Where a measure says the same of every sound, there is no correlation.
      const own = pieces.map(
        (piece) => correlation((each) => each.measure === name && each.piece === piece) || 0,
      );
      return [
        name,
        {
          sounds: graded.filter(({ measure }) => measure === name).length,
          all: correlation(({ measure }) => measure === name),
          within: own.reduce((sum, each) => sum + each, 0) / own.length,
        },
      ];
    }),
  );
}
