import type { EvaluationLine } from '../evaluation/index.ts';
import { reasonToLeaveOut } from '../export/index.ts';
import { type Episode, RolecallError } from '../model/index.ts';
import { listEpisodes, listUtterances } from '../store/index.ts';
import type { Project } from './project.ts';

/** A series with its spoken lines, in the order of episodes and times. */
export interface SeriesLines {
  readonly series: string;
  /** Those that have lines. */
  readonly episodes: readonly Episode[];
  readonly lines: readonly EvaluationLine[];
}

/**
 * The lines of one series that are fit to learn or to measure from.
 *
 * @param wanted name of the series; null where the project has only one
 * @throws RolecallError `usage` where the series has to be named, or has no such lines
 */
export function seriesLines(project: Project, wanted: string | null, acceptedOnly: boolean): SeriesLines {
  const all = listEpisodes(project.database);
  const names = [...new Set(all.map(({ series }) => series))];
  const series = wanted ?? (names.length === 1 ? names[0] : undefined);
  if (series === undefined || !names.includes(series)) {
    throw new RolecallError({
      kind: 'usage',
      message: series === undefined ? 'The project has several series.' : `There is no series "${series}".`,
      remedy: `Name one with --series: ${names.map((name) => `"${name}"`).join(', ') || 'none yet, run the project first'}.`,
      file: project.path,
    });
  }
  const lines = all
    .filter((episode) => episode.series === series)
    .flatMap(({ id }) =>
      listUtterances(project.database, id)
        .filter((utterance) => reasonToLeaveOut(utterance, { acceptedOnly }) === null)
        .map(({ id: utterance, episode, speaker, text, start, end, scene }) => ({
          id: utterance,
          episode,
          character: speaker as string,
          text,
          start,
          end,
          scene,
        })),
    );
  if (lines.length === 0) {
    throw new RolecallError({
      kind: 'usage',
      message: `The series "${series}" has no lines to work with.`,
      remedy: acceptedOnly
        ? 'Accept lines in review, or leave out --accepted-only.'
        : 'Run the project first.',
      file: project.path,
    });
  }
  const spoken = new Set(lines.map(({ episode }) => episode));
  return { series, episodes: all.filter(({ id }) => spoken.has(id)), lines };
}
