import { RolecallError } from '../model/index.ts';
import { getUtterance } from '../store/index.ts';
import type { Project } from './project.ts';
import {
  type NamedVoice,
  nameVoice,
  readSeriesVoices,
  seriesOf,
  type UnnamedVoice,
} from './unnamed-voices.ts';

/** How well the voices of one series are known. */
export interface SeriesVoiceReport {
  readonly series: string;
  readonly encoder: string;
  readonly characters: readonly {
    readonly name: string;
    /** What enrolled: utterances and seconds of speech. */
    readonly utterances: number;
    readonly seconds: number;
    /** Manners of speaking that the voice has. */
    readonly prototypes: number;
    /** Script labels that the voice contradicted and that did not enrol. */
    readonly trimmed: number;
  }[];
  /** Utterances with a label, and those of them that enrolled. */
  readonly labelled: number;
  readonly enrolled: number;
  /** Share of script labels taken to be wrong. */
  readonly labelNoise: number;
  /** Rates on held-out utterances of this series at three thresholds of the probability. */
  readonly operatingPoints: readonly {
    readonly threshold: number;
    readonly falseAccepts: number;
    readonly falseRejects: number;
    readonly wrong: number;
  }[];
  /** Held-out gain of the adaptation, nats an utterance, and whether it is used. */
  readonly adaptation: {
    readonly used: boolean;
    readonly gain: number;
    readonly standardError: number;
    readonly shrinkage: number;
  };
  readonly unnamed: readonly (UnnamedVoice & {
    /** The first few utterances: what to hear before a decision. */
    readonly hear: readonly { readonly id: string; readonly text: string }[];
  })[];
}

const HEARD = 3;

/** What each series' bank of voices knows, as its last run left it. Series without a run are left out. */
export function reportVoices(project: Project): SeriesVoiceReport[] {
  return seriesOf(project).flatMap((series) => {
    const stored = readSeriesVoices(project, series);
    if (stored === null) return [];
    const { bank, encoder, unnamed } = stored;
    const { adaptation, labelled, enrolled, operatingPoints } = bank.report;
    return [
      {
        series,
        encoder,
        characters: bank.characters
          .map(({ name, utterances, seconds, prototypes, trimmed }) => ({
            name,
            utterances,
            seconds: round(seconds),
            prototypes: prototypes.length,
            trimmed,
          }))
          .sort((a, b) => b.seconds - a.seconds || (a.name < b.name ? -1 : 1)),
        labelled,
        enrolled,
        labelNoise: round(bank.calibration.labelNoise),
        operatingPoints: operatingPoints.map((point) => ({
          threshold: point.threshold,
          falseAccepts: round(point.falseAccepts),
          falseRejects: round(point.falseRejects),
          wrong: round(point.wrong),
        })),
        adaptation: {
          used: adaptation.used,
          gain: round(adaptation.with - adaptation.without),
          standardError: round(adaptation.standardError),
          shrinkage: adaptation.shrinkage,
        },
        unnamed: unnamed.map((voice) => ({
          ...voice,
          hear: voice.utterances.slice(0, HEARD).map((id) => ({
            id,
            text: getUtterance(project.database, id)?.text ?? '',
          })),
        })),
      },
    ];
  });
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/**
 * Names an unnamed voice of whichever series has it.
 *
 * @param assignment `VOICE=CHARACTER`; ids may hold an equals sign themselves
 * @throws RolecallError `usage` where there is no such voice
 */
export function nameVoiceAs(project: Project, assignment: string, who: string): NamedVoice {
  for (const series of seriesOf(project)) {
    for (const { id } of readSeriesVoices(project, series)?.unnamed ?? []) {
      if (assignment.startsWith(`${id}=`)) {
        return nameVoice(project, series, id, assignment.slice(id.length + 1), who);
      }
    }
  }
  throw new RolecallError({
    kind: 'usage',
    message: `No unnamed voice fits "${assignment}".`,
    remedy: 'Write VOICE=CHARACTER with a voice that `rolecall voices PROJECT` lists.',
  });
}
