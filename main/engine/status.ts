import type { Problem } from '../model/index.ts';
import { RolecallError, samplesToSeconds, type Utterance } from '../model/index.ts';
import {
  countByState,
  everyUtterance,
  getEpisode,
  listEpisodes,
  listUtterances,
  sharesByLanguage,
} from '../store/index.ts';
import { countByCharacter } from './characters.ts';
import type { Project } from './project.ts';

export interface StatusReport {
  readonly project: string;
  readonly episodes: {
    readonly id: string;
    readonly title: string;
    readonly status: string;
    readonly utterances: number;
    readonly reviewed: number;
    readonly states: Record<string, number>;
    readonly failure: Problem | null;
    readonly warnings: readonly Problem[];
    /** ISO 639-1 of the language that most of it is in; null where no run has looked. */
    readonly language: string | null;
  }[];
  readonly states: Record<string, number>;
  readonly characters: {
    readonly series: string;
    readonly character: string;
    readonly utterances: number;
    readonly seconds: number;
    readonly accepted: number;
  }[];
}

/** Counts by state for each episode, and by character. */
export function projectStatus(project: Project): StatusReport {
  const counts = countByState(project.database);
  const states: Record<string, number> = {};
  const languages = new Map<string, string>();
  for (const { episode, code } of sharesByLanguage(project.database))
    if (code !== null && !languages.has(episode)) languages.set(episode, code);
  for (const { state, count } of counts) states[state] = (states[state] ?? 0) + count;
  return {
    project: project.path,
    episodes: listEpisodes(project.database).map((each) => ({
      id: each.id,
      title: each.title,
      status: each.status,
      utterances: each.utterances,
      reviewed: each.reviewed,
      states: Object.fromEntries(
        counts.filter(({ episode }) => episode === each.id).map(({ state, count }) => [state, count]),
      ),
      failure: each.failure,
      warnings: each.warnings,
      language: languages.get(each.id) ?? null,
    })),
    states,
    characters: countByCharacter(project).map((row) => ({
      series: row.series,
      character: row.speaker,
      utterances: row.count,
      seconds: Math.round(row.seconds * 1000) / 1000,
      accepted: row.accepted,
    })),
  };
}

/** An utterance as the command line writes it: times in seconds. */
export type UtteranceOutput = Omit<Utterance, 'start' | 'end'> & {
  readonly start: number;
  readonly end: number;
};

/** All utterances of a project or of one episode, in spoken order. */
export function utterancesForOutput(project: Project, episode: string | null): UtteranceOutput[] {
  if (episode !== null && getEpisode(project.database, episode) === null) {
    throw new RolecallError({
      kind: 'usage',
      message: `There is no episode ${episode}.`,
      remedy: `\`rolecall status ${project.path}\` lists the episodes.`,
    });
  }
  const rows =
    episode === null ? [...everyUtterance(project.database)] : listUtterances(project.database, episode);
  return rows.map((row) => ({ ...row, start: samplesToSeconds(row.start), end: samplesToSeconds(row.end) }));
}
