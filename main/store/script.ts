import type { Script } from '../model/index.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

export interface StoredScriptLine {
  ordinal: number;
  speakerLabel: string;
  text: string;
  scene: number;
  sourceLine: number;
}

/** Replaces what is stored of an episode's script. */
export function putScript(database: WritableDatabase, episode: string, script: Script | null): void {
  database.prepare('DELETE FROM scene WHERE episode = ?').run(episode);
  database.prepare('DELETE FROM script_line WHERE episode = ?').run(episode);
  if (script === null) return;
  const scene = database.prepare('INSERT OR REPLACE INTO scene VALUES (?, ?, ?)');
  for (const each of script.scenes) scene.run(episode, each.scene, each.heading);
  const line = database.prepare('INSERT INTO script_line VALUES (?, ?, ?, ?, ?, ?)');
  for (const each of script.lines) {
    line.run(episode, each.ordinal, each.speakerLabel, each.text, each.scene, each.place.line);
  }
}

/** The lines from `first` to `last` (ordinals, both included). */
export const listScriptLines = (
  database: ReadableDatabase,
  episode: string,
  first: number,
  last: number,
): StoredScriptLine[] =>
  database
    .prepare(
      `SELECT ordinal, speaker_label AS speakerLabel, text, scene, source_line AS sourceLine
       FROM script_line WHERE episode = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal`,
    )
    .all(episode, first, last) as StoredScriptLine[];

export const listScenes = (
  database: ReadableDatabase,
  episode: string,
): { scene: number; heading: string }[] =>
  database.prepare('SELECT scene, heading FROM scene WHERE episode = ? ORDER BY scene').all(episode) as {
    scene: number;
    heading: string;
  }[];
