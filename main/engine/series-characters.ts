import { type CharacterTable, characterTable } from '../model/index.ts';
import { getSeriesCharacters, listEpisodes, putSeriesCharacters } from '../store/index.ts';
import { readScript, resolveCharacters, speakerFinder } from '../text/index.ts';
import { readTextFile } from './episode-texts.ts';
import type { Project } from './project.ts';

/** The stored character table of a series, or null before its first run. */
export function seriesCharacters(project: Project, series: string): CharacterTable | null {
  const stored = getSeriesCharacters(project.database, series);
  return stored === null ? null : characterTable.parse(JSON.parse(stored));
}

/** Who a name of an earlier run is now: characters are renamed and merged since; null for a group or nobody. */
export function nameNow(table: CharacterTable | null): (name: string) => string | null {
  if (table === null) return (name) => name;
  const find = speakerFinder(table);
  return (name) => {
    const speaker = find(name);
    return speaker.kind === 'character' ? speaker.name : null;
  };
}

/**
 * Who is who in a series, from the labels of all its scripts and what was known before. A script that
 * cannot be read is passed over here; its own episode reports it.
 */
export async function learnCharacters(project: Project, series: string): Promise<CharacterTable> {
  const table = await foreseeCharacters(project, series);
  putSeriesCharacters(project.database, series, JSON.stringify(table));
  return table;
}

/** The same table without storing it. */
export async function foreseeCharacters(project: Project, series: string): Promise<CharacterTable> {
  const counts = new Map<string, number>();
  for (const episode of listEpisodes(project.database)) {
    if (episode.series !== series || episode.script === null) continue;
    for (const label of await labelsOf(episode.script)) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const known = seriesCharacters(project, series);
  const labels = [...counts].map(([label, count]) => ({ label, count }));
  // All scripts are counted anew each time: of what was known only the names and the decisions go in.
  return known === null ? resolveCharacters(labels) : resolveCharacters(labels, withoutCounts(known));
}

const withoutCounts = (table: CharacterTable): CharacterTable => ({
  ...table,
  characters: table.characters.map((character) => ({
    ...character,
    aliases: character.aliases.map(({ label }) => ({ label, count: 0 })),
  })),
});

async function labelsOf(file: string): Promise<string[]> {
  try {
    return readScript(await readTextFile(file), file).lines.map((line) => line.speakerLabel);
  } catch {
    return [];
  }
}
