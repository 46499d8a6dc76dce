import { z } from 'zod';
import {
  quality,
  transcriptCheck,
  type Utterance,
  utterance,
  utteranceLanguage,
  witnesses,
} from '../model/index.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { parseJson } from './json.ts';

export interface UtteranceRow
  extends Omit<Utterance, 'witnesses' | 'quality' | 'mislabelProbability' | 'language' | 'transcript'> {
  witnesses: string;
  quality: string | null;
  language: string | null;
  transcript: string | null;
  mislabel_probability: number | null;
}

/** A row of the table as the domain knows it. */
export function utteranceFromRow(row: UtteranceRow): Utterance {
  const { mislabel_probability: mislabelProbability, ...rest } = row;
  return utterance.parse({
    ...rest,
    mislabelProbability,
    witnesses: parseJson(witnesses, row.witnesses, 'utterance.witnesses'),
    quality: row.quality === null ? null : parseJson(quality, row.quality, 'utterance.quality'),
    language: row.language === null ? null : parseJson(utteranceLanguage, row.language, 'utterance.language'),
    transcript:
      row.transcript === null ? null : parseJson(transcriptCheck, row.transcript, 'utterance.transcript'),
  });
}

const ORDER = 'ORDER BY start, cue IS NULL, cue, part, id';

/** The utterances of an episode as they are spoken. */
export const listUtterances = (database: ReadableDatabase, episode: string): Utterance[] =>
  (database.prepare(`SELECT * FROM utterance WHERE episode = ? ${ORDER}`).all(episode) as UtteranceRow[]).map(
    utteranceFromRow,
  );

/** A part of the same list: so many from the place `from` on, counted from 0. */
export const listUtterancesFrom = (
  database: ReadableDatabase,
  episode: string,
  { from, limit }: { from: number; limit: number },
): Utterance[] =>
  (
    database
      .prepare(`SELECT * FROM utterance WHERE episode = ? ${ORDER} LIMIT ? OFFSET ?`)
      .all(episode, limit, from) as UtteranceRow[]
  ).map(utteranceFromRow);

/** All utterances, episode by episode, one at a time. */
export function* everyUtterance(database: ReadableDatabase): Generator<Utterance> {
  const episodes = database.prepare('SELECT id FROM episode ORDER BY series, title, id').all() as {
    id: string;
  }[];
  for (const { id } of episodes) yield* listUtterances(database, id);
}

export function getUtterance(database: ReadableDatabase, id: string): Utterance | null {
  const row = database.prepare('SELECT * FROM utterance WHERE id = ?').get(id) as UtteranceRow | undefined;
  return row ? utteranceFromRow(row) : null;
}

/** Adds utterances or replaces those of the same id. */
export function putUtterances(database: WritableDatabase, rows: readonly Utterance[]): void {
  const statement = database.prepare(
    `INSERT INTO utterance (id, episode, start, end, text, speaker, state, review, confidence, witnesses,
       mislabel_probability, quality, cue, part, scene, reason, language, transcript)
     VALUES (@id, @episode, @start, @end, @text, @speaker, @state, @review, @confidence, @witnesses,
       @mislabelProbability, @quality, @cue, @part, @scene, @reason, @language, @transcript)
     ON CONFLICT (id) DO UPDATE SET
       start = excluded.start, end = excluded.end, text = excluded.text, speaker = excluded.speaker,
       state = excluded.state, review = excluded.review, confidence = excluded.confidence,
       witnesses = excluded.witnesses, mislabel_probability = excluded.mislabel_probability,
       quality = excluded.quality, cue = excluded.cue, part = excluded.part, scene = excluded.scene,
       reason = excluded.reason, language = excluded.language, transcript = excluded.transcript`,
  );
  for (const row of rows) {
    statement.run({
      ...row,
      witnesses: JSON.stringify(row.witnesses),
      quality: jsonOrNull(row.quality),
      language: jsonOrNull(row.language),
      transcript: jsonOrNull(row.transcript),
    });
  }
}

const jsonOrNull = (value: object | null | undefined): string | null =>
  value == null ? null : JSON.stringify(value);

/** What is known of an utterance's words; it holds only for this text and this span. */
export type WordsOfUtterance = Pick<Utterance, 'id' | 'text' | 'start' | 'end' | 'language' | 'transcript'>;

/**
 * Stores what was found about the words, also of what a person reviewed: it is evidence, not a decision.
 * A row whose text or span is another by now is left alone.
 */
export function putWords(database: WritableDatabase, rows: readonly WordsOfUtterance[]): void {
  const statement = database.prepare(
    `UPDATE utterance SET language = @language, transcript = @transcript
     WHERE id = @id AND text = @text AND start = @start AND end = @end`,
  );
  for (const { id, text, start, end, language, transcript } of rows) {
    statement.run({
      id,
      text,
      start,
      end,
      language: jsonOrNull(language),
      transcript: jsonOrNull(transcript),
    });
  }
}

export function removeUtterances(database: WritableDatabase, ids: readonly string[]): void {
  const statement = database.prepare('DELETE FROM utterance WHERE id = ?');
  for (const id of ids) statement.run(id);
}

/**
 * Replaces what the machine found of an episode. What a person decided is kept as it is:
 * such rows are not overwritten and not removed, and a new row that overlaps the cue part
 * of one is left out.
 */
export function replaceMachineUtterances(
  database: WritableDatabase,
  episode: string,
  rows: readonly Utterance[],
): void {
  const kept = new Set(
    (
      database
        .prepare(`SELECT id FROM utterance WHERE episode = ? AND review <> 'unreviewed'`)
        .all(episode) as { id: string }[]
    ).map((row) => row.id),
  );
  const touched = editedIds(database, episode);
  database.prepare(`DELETE FROM utterance WHERE episode = ? AND review = 'unreviewed'`).run(episode);
  putUtterances(
    database,
    rows.filter((row) => !kept.has(row.id) && !touched.has(row.id)),
  );
}

/** Ids that live edits removed (by a merge, say): the machine must not bring them back. */
function editedIds(database: ReadableDatabase, episode: string): Set<string> {
  const rows = database
    .prepare(
      `SELECT DISTINCT json_extract(each.value, '$.id') AS id
       FROM edit, json_each(edit.before) AS each
       WHERE edit.episode = ? AND edit.undone = 0`,
    )
    .all(episode) as { id: string }[];
  return new Set(rows.map((row) => row.id));
}

export interface StateCount {
  episode: string;
  state: string;
  count: number;
  seconds: number;
}

export const countByState = (database: ReadableDatabase): StateCount[] =>
  database
    .prepare(
      `SELECT episode, state, count(*) AS count, sum(end - start) / 16000.0 AS seconds
       FROM utterance GROUP BY episode, state ORDER BY episode, state`,
    )
    .all() as StateCount[];

export interface SpeakerCount {
  series: string;
  speaker: string;
  count: number;
  seconds: number;
  accepted: number;
}

/** Characters by the number of their utterances, most first. */
export const countBySpeaker = (database: ReadableDatabase): SpeakerCount[] =>
  database
    .prepare(
      `SELECT series, speaker, count(*) AS count, sum(end - start) / 16000.0 AS seconds,
         sum(review IN ('accepted', 'edited')) AS accepted
       FROM utterance JOIN episode ON episode.id = utterance.episode
       WHERE speaker IS NOT NULL AND state <> 'scripted-not-spoken'
       GROUP BY series, speaker ORDER BY count DESC, speaker`,
    )
    .all() as SpeakerCount[];

export interface SpeakerEpisodes {
  series: string;
  speaker: string;
  /** Titles of the episodes in which they speak, in order. */
  episodes: string[];
}

/** In which episodes everybody speaks. */
export const episodesBySpeaker = (database: ReadableDatabase): SpeakerEpisodes[] =>
  (
    database
      .prepare(
        `SELECT series, speaker, json_group_array(title) AS titles FROM
           (SELECT DISTINCT series, speaker, title, episode.id FROM utterance
            JOIN episode ON episode.id = utterance.episode
            WHERE speaker IS NOT NULL AND state <> 'scripted-not-spoken' ORDER BY title, episode.id)
         GROUP BY series, speaker`,
      )
      .all() as { series: string; speaker: string; titles: string }[]
  ).map(({ titles, ...rest }) => ({
    ...rest,
    episodes: parseJson(z.array(z.string()), titles, 'episode.title'),
  }));

export interface LanguageCount {
  episode: string;
  code: string | null;
  utterances: number;
  /** Characters of their texts. */
  letters: number;
  mixed: number;
}

/** How much of each episode is in which language, most first; only what a run has looked at. */
export const sharesByLanguage = (database: ReadableDatabase): LanguageCount[] =>
  database
    .prepare(
      `SELECT episode, json_extract(language, '$.code') AS code, count(*) AS utterances,
         sum(length(text)) AS letters, sum(json_extract(language, '$.mixed')) AS mixed
       FROM utterance WHERE language IS NOT NULL GROUP BY episode, code ORDER BY episode, letters DESC, code`,
    )
    .all() as LanguageCount[];
