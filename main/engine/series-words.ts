import { setImmediate as breathe } from 'node:timers/promises';
import type { Utterance, UtteranceLanguage } from '../model/index.ts';
import {
  checkpointKey,
  listEpisodes,
  listUtterances,
  putCheckpoint,
  putWords,
  type WordsOfUtterance,
} from '../store/index.ts';
import {
  checkTranscript,
  type HeardTracks,
  type LanguageContext,
  type LanguageEvidence,
  languageOf,
  languagesOfSeries,
  learnTranscripts,
  loadLetterEvidence,
  type MeasuredItem,
  measureItem,
  type TranscriptItem,
  type TranscriptModel,
  withScript,
} from '../validation/index.ts';
import { spanKey } from './embedding-stage.ts';
import { heardTracks } from './heard-tracks.ts';
import { inputKey } from './keys.ts';
import { expectedLanguages, rememberLanguages } from './languages.ts';
import { type RecognisedTexts, recogniserName, recogniseSpans, usableRecogniser } from './recognise.ts';
import type { Workbench } from './workbench.ts';

/** Raised when the words stage gives other results for the same inputs. */
const WORDS_VERSION = 3;
/** Utterances that the model of a series is learned from, at most, over all its episodes. */
const LEARNED_FROM = 1200;
/** Lines that say which languages a series is in. */
const LINES_READ = 4000;
/** Utterances between two pauses in which others may use the thread. */
const BREATH = 40;

interface HeardTexts {
  readonly name: string;
  readonly texts: RecognisedTexts;
}

interface EpisodeWords {
  readonly episode: string;
  readonly rows: readonly Utterance[];
}

/**
 * The language of every utterance of a series, and whether its sound says its text: learned from the whole series,
 * stored with every utterance, reviewed ones included, because it is evidence and no decision.
 *
 * @returns the episodes whose utterances were written; none where nothing changed since the last time
 */
export async function compareWords(workbench: Workbench, series: string): Promise<string[]> {
  const { project, signal } = workbench;
  const { database } = project;
  const finished = listEpisodes(database).filter(
    (each) => each.series === series && checkpointKey(database, each.id, 'voice') !== null,
  );
  const expected = expectedLanguages(database, series);
  const recogniser = await usableRecogniser(database);
  const loaded = finished.map(({ id }) => ({ episode: id, rows: listUtterances(database, id) }));
  const key = inputKey(WORDS_VERSION, expected, recogniser, loaded.map(wordsKey));
  if (loaded.every(({ episode }) => checkpointKey(database, episode, 'words') === key)) return [];

  const evidence = await loadLetterEvidence();
  const languages = expected ?? languagesOfSeries(linesOf(loaded), evidence);
  const languageOfRow = remembering(await languageContext(workbench, series, languages, evidence));
  const heard = new Map<string, HeardTexts>();
  if (recogniser !== null) {
    const name = recogniserName(recogniser);
    for (const episode of finished) {
      const rows = loaded.find((each) => each.episode === episode.id)?.rows ?? [];
      const texts = await recogniseSpans(episode, rows.filter(isSpoken), recogniser, workbench);
      heard.set(episode.id, { name, texts });
    }
  }
  const model = await learn(loaded, heard, workbench, languageOfRow);
  rememberLanguages(project, series, languages);
  for (const { episode, rows } of loaded) {
    signal.throwIfAborted();
    const started = performance.now();
    const words = await readWords(
      rows,
      await heardTracks(project.path, episode),
      heard.get(episode) ?? null,
      languageOfRow,
      model,
    );
    database.transaction(() => {
      putWords(database, words);
      putCheckpoint(database, {
        episode,
        stage: 'words',
        key,
        seconds: (performance.now() - started) / 1000,
      });
    })();
  }
  return loaded.map(({ episode }) => episode);
}

const wordsKey = ({ episode, rows }: EpisodeWords): unknown => [
  episode,
  rows.map((row) => [row.id, row.start, row.end, row.text, row.speaker, row.state]),
];

function linesOf(loaded: readonly EpisodeWords[]): string[] {
  const lines = loaded.flatMap(({ rows }) => rows.map(({ text }) => text).filter((text) => text !== ''));
  const step = Math.max(1, Math.floor(lines.length / LINES_READ));
  return lines.filter((_, index) => index % step === 0);
}

async function languageContext(
  workbench: Workbench,
  series: string,
  expected: readonly string[],
  evidence: LanguageEvidence,
): Promise<LanguageContext> {
  const { characters } = await workbench.characters(series);
  const names = characters.flatMap(({ name, aliases }) => [name, ...aliases.map(({ label }) => label)]);
  const words = names.flatMap((name) => name.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? []);
  return { evidence, expected, names: new Set(words) };
}

type LanguageOfRow = (row: Pick<Utterance, 'id' | 'text'>) => UtteranceLanguage | null;

/** Languages of utterances; those that the model is learned from are asked for twice. */
function remembering(context: LanguageContext): LanguageOfRow {
  const known = new Map<string, UtteranceLanguage | null>();
  return ({ id, text }) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const language = languageOf(text, context);
    if (known.size < LEARNED_FROM) known.set(id, language);
    return language;
  };
}

/** The model of a series, from utterances taken evenly from all its episodes. */
async function learn(
  loaded: readonly EpisodeWords[],
  heard: ReadonlyMap<string, HeardTexts>,
  { project, signal }: Workbench,
  languageOfRow: LanguageOfRow,
): Promise<TranscriptModel> {
  const spoken = loaded.reduce((sum, { rows }) => sum + rows.filter(isSpoken).length, 0);
  const step = Math.max(1, Math.ceil(spoken / LEARNED_FROM));
  const measured: MeasuredItem[] = [];
  let at = 0;
  for (const { episode, rows } of loaded) {
    signal.throwIfAborted();
    const tracks = await heardTracks(project.path, episode);
    for (const row of rows.filter(isSpoken)) {
      at += 1;
      if (at % step !== 0 || tracks === null) continue;
      const item = measureItem(itemOf(row, languageOfRow(row), heard.get(episode) ?? null), tracks);
      if (item !== null) measured.push(item);
      if (at % BREATH === 0) await breathe();
    }
  }
  return learnTranscripts(measured);
}

const isSpoken = (row: Utterance): boolean =>
  row.text !== '' && row.end > row.start && !['scripted-not-spoken', 'unusable'].includes(row.state);

const itemOf = (
  row: Utterance,
  language: UtteranceLanguage | null,
  heard: HeardTexts | null,
): TranscriptItem => ({
  id: row.id,
  span: row,
  text: row.text,
  language: language?.code ?? null,
  speaker: row.speaker,
  isClean: row.state !== 'overlap' && row.review !== 'rejected',
  heard: heardOf(row, heard),
});

function heardOf(row: Utterance, heard: HeardTexts | null): TranscriptItem['heard'] {
  const text = heard?.texts.get(spanKey(row));
  return heard === null || text === undefined ? null : { recogniser: heard.name, text };
}

async function readWords(
  rows: readonly Utterance[],
  tracks: HeardTracks | null,
  heard: HeardTexts | null,
  languageOfRow: LanguageOfRow,
  model: TranscriptModel,
): Promise<WordsOfUtterance[]> {
  const words: WordsOfUtterance[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % BREATH === BREATH - 1) await breathe();
    const fromText = languageOfRow(row);
    const language = row.language?.source === 'script' ? withScript(row.language.code, fromText) : fromText;
    const item = tracks !== null && isSpoken(row) ? measureItem(itemOf(row, fromText, heard), tracks) : null;
    words.push({
      id: row.id,
      text: row.text,
      start: row.start,
      end: row.end,
      language,
      transcript: item === null ? null : checkTranscript(item, model),
    });
  }
  return words;
}
