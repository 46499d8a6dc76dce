import { z } from 'zod';
import {
  type ChannelUse,
  channelUse,
  type Episode,
  type EpisodeStatus,
  episode,
  type Problem,
  problem,
  type Sync,
} from '../model/index.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { parseJson } from './json.ts';

interface EpisodeRow {
  id: string;
  title: string;
  series: string;
  media: string;
  media_size: number | null;
  media_hash: string | null;
  subtitles: string | null;
  script: string | null;
  paired_by: 'scan' | 'person';
  status: string;
  warnings: string;
  failure: string | null;
  samples: number | null;
  sync: string | null;
  channels: string | null;
  utterances: number;
  reviewed: number;
}

const SELECT = `
  SELECT episode.*,
    (SELECT count(*) FROM utterance WHERE utterance.episode = episode.id) AS utterances,
    (SELECT count(*) FROM utterance WHERE utterance.episode = episode.id AND review <> 'unreviewed') AS reviewed
  FROM episode`;

function fromRow(row: EpisodeRow): Episode {
  return episode.parse({
    id: row.id,
    title: row.title,
    series: row.series,
    media: row.media,
    subtitles: row.subtitles,
    script: row.script,
    pairedBy: row.paired_by,
    status: row.status,
    warnings: parseJson(z.array(problem), row.warnings, 'episode.warnings'),
    failure: row.failure === null ? null : parseJson(problem, row.failure, 'episode.failure'),
    samples: row.samples,
    channels: row.channels === null ? null : parseJson(channelUse, row.channels, 'episode.channels'),
    utterances: row.utterances,
    reviewed: row.reviewed,
  });
}

/** All episodes in the order of series and title. */
export const listEpisodes = (database: ReadableDatabase): Episode[] =>
  (database.prepare(`${SELECT} ORDER BY series, title, id`).all() as EpisodeRow[]).map(fromRow);

export function getEpisode(database: ReadableDatabase, id: string): Episode | null {
  const row = database.prepare(`${SELECT} WHERE id = ?`).get(id) as EpisodeRow | undefined;
  return row ? fromRow(row) : null;
}

/** What a scan finds of an episode. */
export type ScannedEpisode = Pick<
  Episode,
  'id' | 'title' | 'series' | 'media' | 'subtitles' | 'script' | 'warnings'
>;

/** Adds an episode, or brings what the scan knows up to date; a person's pairing stays. */
export function putScannedEpisode(database: WritableDatabase, found: ScannedEpisode): void {
  database
    .prepare(
      `INSERT INTO episode (id, title, series, media, subtitles, script, paired_by, status, warnings)
       VALUES (@id, @title, @series, @media, @subtitles, @script, 'scan', 'new', @warnings)
       ON CONFLICT (id) DO UPDATE SET
         title = excluded.title, series = excluded.series, media = excluded.media,
         subtitles = CASE paired_by WHEN 'person' THEN subtitles ELSE excluded.subtitles END,
         script = CASE paired_by WHEN 'person' THEN script ELSE excluded.script END,
         status = CASE status WHEN 'missing' THEN 'new' ELSE status END,
         warnings = excluded.warnings`,
    )
    .run({ ...found, warnings: JSON.stringify(found.warnings) });
}

/** Keeps the files that a person chose for an episode, and what is still to be told of it. */
export function pairEpisode(
  database: WritableDatabase,
  id: string,
  { subtitles, script, warnings }: Pick<Episode, 'subtitles' | 'script' | 'warnings'>,
): void {
  database
    .prepare(
      `UPDATE episode SET subtitles = @subtitles, script = @script, warnings = @warnings, paired_by = 'person'
       WHERE id = @id`,
    )
    .run({ id, subtitles, script, warnings: JSON.stringify(warnings) });
}

export function setEpisodeStatus(
  database: WritableDatabase,
  id: string,
  status: EpisodeStatus,
  failure: Problem | null = null,
): void {
  database
    .prepare('UPDATE episode SET status = ?, failure = ? WHERE id = ?')
    .run(status, failure === null ? null : JSON.stringify(failure), id);
}

export function setEpisodeAudio(
  database: WritableDatabase,
  id: string,
  audio: { samples: number; size: number; hash: string },
): void {
  database
    .prepare('UPDATE episode SET samples = @samples, media_size = @size, media_hash = @hash WHERE id = @id')
    .run({ id, ...audio });
}

/** Records which channels of the sound are heard. */
export function setEpisodeChannels(database: WritableDatabase, id: string, channels: ChannelUse): void {
  database.prepare('UPDATE episode SET channels = ? WHERE id = ?').run(JSON.stringify(channels), id);
}

/** Size and content hash of the media as the last run saw them; null before. */
export function mediaIdentity(database: ReadableDatabase, id: string): { size: number; hash: string } | null {
  const row = database
    .prepare('SELECT media_size AS size, media_hash AS hash FROM episode WHERE id = ?')
    .get(id) as { size: number | null; hash: string | null } | undefined;
  return row && row.size !== null && row.hash !== null ? { size: row.size, hash: row.hash } : null;
}

const storedSync = z.object({
  belongs: z.boolean(),
  pieces: z.array(z.object({ fromSubtitle: z.number(), offset: z.number(), rate: z.number() })).min(1),
  evidence: z.object({ agreement: z.number(), agreementBefore: z.number(), score: z.number() }),
});

export function setEpisodeSync(database: WritableDatabase, id: string, sync: Sync): void {
  database.prepare('UPDATE episode SET sync = ? WHERE id = ?').run(JSON.stringify(sync), id);
}

/** How the subtitles lie on the media, as the last run found it; null before. */
export function getEpisodeSync(database: ReadableDatabase, id: string): Sync | null {
  const row = database.prepare('SELECT sync FROM episode WHERE id = ?').get(id) as
    | { sync: string | null }
    | undefined;
  return row?.sync == null ? null : parseJson(storedSync, row.sync, 'episode.sync');
}
