import { userInfo } from 'node:os';
import { nameVoiceAs, openProject, reportVoices, type SeriesVoiceReport } from '../engine/index.ts';
import { printable, printJson, printLines, table } from './output.ts';
import type { Session } from './session.ts';

/** Prints what the voices of a project are known by; first names one where that is asked. */
export function voices(session: Session, path: string, name: string | null): void {
  const project = openProject(path);
  try {
    const named = name === null ? null : nameVoiceAs(project, name, person());
    const series = reportVoices(project);
    if (session.json) {
      printJson(named === null ? { series } : { named, series });
      return;
    }
    if (named !== null) {
      printLines([
        `${named.utterances.length} utterances in ${named.episodes.length} episodes are ${printable(named.character)}'s now; the next run learns from them.`,
      ]);
    }
    if (series.length === 0) printLines(['No voices are known yet: run the project first.']);
    for (const each of series) printLines(['', ...describe(each)]);
  } finally {
    project.close();
  }
}

function person(): string {
  try {
    return userInfo().username;
  } catch {
    return 'curator';
  }
}

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

function describe(report: SeriesVoiceReport): string[] {
  const { adaptation, unnamed } = report;
  return [
    `${printable(report.series)}: ${report.enrolled} of ${report.labelled} labelled utterances enrolled (${report.encoder})`,
    ...table(
      ['character', 'utterances', 'seconds', 'manners', 'labels refused'],
      report.characters.map((each) => [
        printable(each.name),
        each.utterances,
        Math.round(each.seconds),
        each.prototypes,
        each.trimmed,
      ]),
    ),
    '',
    ...table(
      ['named from p', 'strangers named', 'own voice missed', 'names wrong'],
      report.operatingPoints.map((point) => [
        point.threshold.toFixed(2),
        percent(point.falseAccepts),
        percent(point.falseRejects),
        percent(point.wrong),
      ]),
    ),
    `Adaptation ${adaptation.used ? 'used' : 'not used'}: held-out gain ${adaptation.gain.toFixed(3)} nats an utterance (standard error ${adaptation.standardError.toFixed(3)}).`,
    ...(unnamed.length === 0
      ? ['Every utterance has a name.']
      : [
          '',
          ...table(
            ['unnamed voice', 'utterances', 'seconds', 'sounds like', 'hear'],
            unnamed.map((voice) => [
              printable(voice.id),
              voice.utterances.length,
              Math.round(voice.seconds),
              voice.proposal === null ? '-' : `${printable(voice.proposal)} (${percent(voice.agreement)})`,
              printable(voice.hear[0]?.text ?? ''),
            ]),
          ),
        ]),
  ];
}
