import { z } from 'zod';
import { RolecallError, type Utterance } from '../model/index.ts';
import {
  getSetting,
  listEpisodes,
  putSetting,
  type ReadableDatabase,
  removeCheckpoint,
  sharesByLanguage,
} from '../store/index.ts';
import { LANGUAGE_CODES, languageName } from '../validation/index.ts';
import type { Project } from './project.ts';

const stored = z.object({
  /** What people said, by series. */
  expected: z.record(z.string(), z.array(z.string())),
  /** What the last run found in a series' own text. */
  found: z.record(z.string(), z.array(z.string())),
});
type Stored = z.infer<typeof stored>;

function read(database: ReadableDatabase): Stored {
  const json = getSetting(database, 'languages');
  return json === null ? { expected: {}, found: {} } : stored.parse(JSON.parse(json));
}

/** The languages that a person expects in a series, or null where nobody said. */
export const expectedLanguages = (database: ReadableDatabase, series: string): readonly string[] | null =>
  read(database).expected[series] ?? null;

/** The languages that a series is in: what a person said, else what the last run found; null: nobody knows yet. */
export function seriesLanguages(database: ReadableDatabase, series: string): readonly string[] | null {
  const { expected, found } = read(database);
  const codes = expected[series] ?? found[series] ?? [];
  return codes.length === 0 ? null : codes;
}

/** Keeps what a run found a series to be in. */
export function rememberLanguages(project: Project, series: string, found: readonly string[]): void {
  const known = read(project.database);
  putSetting(
    project.database,
    'languages',
    JSON.stringify({ ...known, found: { ...known.found, [series]: [...found] } }),
  );
}

/**
 * Says which languages a series is in; its next run reads all lines anew.
 *
 * @param codes ISO 639-1; null: find it in the text again
 * @throws RolecallError `usage` where a code or the series is not known
 */
export function expectLanguages(
  project: Project,
  series: string | null,
  codes: readonly string[] | null,
): void {
  const unknown = codes?.find((code) => !LANGUAGE_CODES.includes(code));
  if (unknown !== undefined) {
    throw new RolecallError({
      kind: 'usage',
      message: `There is no language ${unknown} that Rolecall knows.`,
      remedy: 'Give ISO 639-1 codes with commas between them: en,fr.',
    });
  }
  const episodes = listEpisodes(project.database);
  const named = [...new Set(episodes.map((each) => each.series))].filter(
    (each) => series === null || each === series,
  );
  if (named.length === 0) {
    throw new RolecallError({
      kind: 'usage',
      message: series === null ? 'The project has no series yet.' : `There is no series ${series}.`,
      remedy: `\`rolecall languages ${project.path}\` lists the series.`,
    });
  }
  project.database.transaction(() => {
    const known = read(project.database);
    const expected = { ...known.expected };
    for (const each of named) {
      if (codes === null || codes.length === 0) delete expected[each];
      else expected[each] = [...new Set(codes)];
    }
    putSetting(project.database, 'languages', JSON.stringify({ ...known, expected }));
    for (const each of episodes)
      if (named.includes(each.series)) removeCheckpoint(project.database, each.id, 'words');
  })();
}

export interface LanguageShare {
  /** Null: lines too short to tell. */
  readonly code: string | null;
  readonly name: string;
  readonly utterances: number;
  /** Share of the episode's letters. */
  readonly share: number;
}

export interface SeriesLanguages {
  readonly series: string;
  /** What a person said; null where nobody did. */
  readonly expected: readonly string[] | null;
  /** What the last run found in the text. */
  readonly found: readonly string[];
  readonly episodes: {
    readonly id: string;
    /** The language most of it is in; null before the first run. */
    readonly language: string | null;
    readonly mixed: number;
    readonly languages: readonly LanguageShare[];
  }[];
}

/** The languages of every series and episode. */
export function reportLanguages(project: Project): SeriesLanguages[] {
  const known = read(project.database);
  const shares = Map.groupBy(sharesByLanguage(project.database), (row) => row.episode);
  const bySeries = Map.groupBy(listEpisodes(project.database), (each) => each.series);
  return [...bySeries].map(([series, episodes]) => ({
    series,
    expected: known.expected[series] ?? null,
    found: known.found[series] ?? [],
    episodes: episodes.map(({ id }) => {
      const rows = shares.get(id) ?? [];
      const letters = rows.reduce((sum, row) => sum + row.letters, 0);
      const languages = rows.map((row) => ({
        code: row.code,
        name: row.code === null ? 'undecided' : languageName(row.code),
        utterances: row.utterances,
        share: letters === 0 ? 0 : Math.round((1000 * row.letters) / letters) / 1000,
      }));
      return {
        id,
        language: languages.find(({ code }) => code !== null)?.code ?? null,
        mixed: rows.reduce((sum, row) => sum + row.mixed, 0),
        languages,
      };
    }),
  }));
}

/** Whether an utterance is in none of the languages of its series, as far as that is decided. */
export const isForeign = (row: Pick<Utterance, 'language'>, languages: readonly string[]): boolean =>
  row.language?.code != null && languages.length > 0 && !languages.includes(row.language.code);
