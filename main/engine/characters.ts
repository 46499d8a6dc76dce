import type { z } from 'zod';
import type { characterSummary } from '../contract/index.ts';
import type { CharacterTable } from '../model/index.ts';
import { countBySpeaker, episodesBySpeaker, type SpeakerCount } from '../store/index.ts';
import { speakerFinder } from '../text/index.ts';
import { marksOf } from './cast-marks.ts';
import { characterKeys } from './character-keys.ts';
import type { Project } from './project.ts';
import { seriesCharacters } from './series-characters.ts';

/** How often each character speaks, most first; "All", "Crowd" and "Orla and Rook" are several and left out. */
export function countByCharacter(project: Project): SpeakerCount[] {
  const finders = new Map<string, ReturnType<typeof speakerFinder>>();
  return countBySpeaker(project.database).filter(({ series, speaker }) => {
    let find = finders.get(series);
    if (find === undefined) {
      find = speakerFinder(seriesCharacters(project, series) ?? NOBODY_KNOWN);
      finders.set(series, find);
    }
    const { kind } = find(speaker);
    return kind !== 'group' && kind !== 'crowd';
  });
}

const NOBODY_KNOWN: CharacterTable = { version: 1, characters: [], decisions: [], proposals: [] };

/** In a series of so many episodes, who speaks in at most this share of them (and always in one) is a guest. */
const GUEST = { least: 4, share: 0.1 };

/** Whether somebody who speaks in so many episodes of a series seems to be a guest. */
export const seemsGuest = (episodes: number, ofAll: number): boolean =>
  ofAll >= GUEST.least && episodes <= Math.max(1, Math.floor(GUEST.share * ofAll));

type Summary = z.infer<typeof characterSummary>;

/** The characters of a project or of one series, most lines first; people of a series have number keys. */
export function characterSummaries(project: Project, series: string | null): Summary[] {
  const all: Summary[] = [];
  const counts = Map.groupBy(countBySpeaker(project.database), (row) => row.series);
  const spoken = Map.groupBy(episodesBySpeaker(project.database), (row) => row.series);
  for (const [name, rows] of counts) {
    if (series !== null && name !== series) continue;
    const table = seriesCharacters(project, name);
    const kindOf = table === null ? null : speakerFinder(table);
    const isGroup = (speaker: string): boolean =>
      kindOf !== null && ['group', 'crowd'].includes(kindOf(speaker).kind);
    const people = rows.map(({ speaker }) => speaker).filter((speaker) => !isGroup(speaker));
    const said = new Map(marksOf(project, name).guests.map((mark) => [mark.name, mark.isGuest]));
    const speaking = spoken.get(name) ?? [];
    const inEpisodes = new Map(speaking.map(({ speaker, episodes }) => [speaker, episodes]));
    const ofAll = new Set(speaking.flatMap(({ episodes }) => episodes)).size;
    const keys = characterKeys(project, name, people);
    for (const row of rows) {
      const aliases = table?.characters.find((each) => each.name === row.speaker)?.aliases ?? [];
      const episodes = inEpisodes.get(row.speaker) ?? [];
      const mark = said.get(row.speaker);
      all.push({
        name: row.speaker,
        series: name,
        kind: isGroup(row.speaker) ? 'group' : 'person',
        aliases: aliases.map(({ label }) => label).filter((label) => label !== row.speaker),
        utterances: row.count,
        accepted: row.accepted,
        seconds: Math.round(row.seconds * 1000) / 1000,
        episodes,
        guest: isGroup(row.speaker)
          ? null
          : (mark ?? false)
            ? 'marked'
            : mark === undefined && seemsGuest(episodes.length, ofAll)
              ? 'found'
              : null,
        isGuestSaid: mark !== undefined,
        key: keys.get(row.speaker) ?? null,
      });
    }
  }
  return all.sort((a, b) => b.utterances - a.utterances || a.name.localeCompare(b.name));
}
