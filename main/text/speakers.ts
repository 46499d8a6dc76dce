import type { CharacterTable, Speaker } from '../model/characters.ts';
import { meansAll, meansCrowd, meansNobody, membersOf, personBehindVoice } from './groups.ts';
import { tidyName } from './name-forms.ts';
import { keyOf } from './names.ts';

/** Looks labels up in a table; made once for a table, each look-up is cheap. */
export function speakerFinder(table: CharacterTable): (label: string) => Speaker {
  const names = new Map<string, string>();
  for (const character of table.characters) {
    for (const alias of character.aliases)
      if (!names.has(keyOf(alias.label))) names.set(keyOf(alias.label), character.name);
    names.set(keyOf(character.name), character.name);
  }
  const decisions = new Map(table.decisions.map((decision) => [keyOf(decision.label), decision.name]));
  const single = (label: string): Speaker => {
    const key = keyOf(label);
    const decision = decisions.get(key);
    if (decision !== undefined)
      return decision === null ? { kind: 'not-a-character' } : { kind: 'character', name: decision };
    if (meansNobody(label)) return { kind: 'not-a-character' };
    if (meansAll(label)) return { kind: 'group', names: 'all' };
    if (meansCrowd(label)) return { kind: 'crowd' };
    const person = personBehindVoice(label);
    if (person !== null && person !== label)
      return names.has(keyOf(person)) || !names.has(key)
        ? single(person)
        : { kind: 'character', name: names.get(key)! };
    return { kind: 'character', name: names.get(key) ?? tidyName(label) };
  };
  return (label) => {
    const members = decisions.has(keyOf(label)) ? null : membersOf(label);
    if (members === null || meansAll(label)) return single(label);
    const resolved = members.map(single);
    if (resolved.some((speaker) => speaker.kind === 'group')) return { kind: 'group', names: 'all' };
    const list = [
      ...new Set(resolved.flatMap((speaker) => (speaker.kind === 'character' ? [speaker.name] : []))),
    ];
    if (list.length === 0) return { kind: 'crowd' };
    return list.length === 1 && resolved.length === 1
      ? { kind: 'character', name: list[0]! }
      : { kind: 'group', names: list };
  };
}

/** As `speakerFinder`, for one label. */
export const speakerOf = (table: CharacterTable, label: string): Speaker => speakerFinder(table)(label);

/** How a speaker is shown and stored: "Ross", "Ross and Rachel", "All", "Crowd"; null for what is nobody's speech. */
export function speakerName(speaker: Speaker): string | null {
  if (speaker.kind === 'character') return speaker.name;
  if (speaker.kind === 'crowd') return 'Crowd';
  if (speaker.kind === 'not-a-character') return null;
  if (speaker.names === 'all') return 'All';
  return speaker.names.length < 2
    ? (speaker.names[0] ?? null)
    : `${speaker.names.slice(0, -1).join(', ')} and ${speaker.names.at(-1)}`;
}
