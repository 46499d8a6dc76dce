import type { z } from 'zod';
import type { characterSummary } from '../contract/index.ts';
import { countBySpeaker } from '../store/index.ts';
import type { Project } from './project.ts';
import { seriesCharacters } from './series-characters.ts';

const KEYS = 9;

/** The characters of a project, most lines first, with the number keys of the first nine. */
export function characterSummaries(project: Project): z.infer<typeof characterSummary>[] {
  const merged = new Map<string, { utterances: number; seconds: number; aliases: Set<string> }>();
  for (const row of countBySpeaker(project.database)) {
    const entry = merged.get(row.speaker) ?? { utterances: 0, seconds: 0, aliases: new Set() };
    entry.utterances += row.count;
    entry.seconds += row.seconds;
    for (const alias of aliasesOf(project, row.series, row.speaker)) entry.aliases.add(alias);
    merged.set(row.speaker, entry);
  }
  return [...merged].map(([name, { utterances, seconds, aliases }], index) => ({
    name,
    aliases: [...aliases].filter((alias) => alias !== name),
    utterances,
    seconds: Math.round(seconds * 1000) / 1000,
    key: index < KEYS ? index + 1 : null,
  }));
}

const aliasesOf = (project: Project, series: string, name: string): string[] =>
  (seriesCharacters(project, series)?.characters.find((each) => each.name === name)?.aliases ?? []).map(
    (alias) => alias.label,
  );
