import { expectLanguages, openProject, RolecallError, reportLanguages } from '../engine/index.ts';
import { printable, printJson, printLines, table } from './output.ts';
import type { Session } from './session.ts';

export interface LanguageOptions {
  readonly expect?: string;
  readonly find?: boolean;
  readonly series?: string;
}

/** Prints the languages of a project's series; first changes what is expected where that is asked. */
export function languages(session: Session, path: string, options: LanguageOptions): void {
  if (options.expect !== undefined && options.find === true) {
    throw new RolecallError({
      kind: 'usage',
      message: 'Languages are either said (--expect) or found (--find).',
      remedy: 'Give one of the two.',
    });
  }
  const project = openProject(path);
  try {
    const codes = options.expect?.split(',').map((code) => code.trim().toLowerCase());
    if (codes !== undefined || options.find === true)
      expectLanguages(project, options.series ?? null, codes ?? null);
    const series = reportLanguages(project);
    if (session.json) {
      printJson({ series });
      return;
    }
    if (series.length === 0) printLines(['The project has no episodes.']);
    for (const each of series) {
      const known =
        each.expected === null
          ? each.found.length === 0
            ? 'not known before the first run'
            : `${each.found.join(', ')} (found in its text)`
          : `${each.expected.join(', ')} (as you said)`;
      printLines([
        `${printable(each.series)}: ${known}`,
        ...table(
          ['episode', 'language', 'mixed lines', 'lines by language'],
          each.episodes.map((episode) => [
            printable(episode.id),
            episode.language ?? '-',
            episode.mixed,
            episode.languages.map(({ name, utterances }) => `${name} ${utterances}`).join(', '),
          ]),
        ),
      ]);
    }
  } finally {
    project.close();
  }
}
