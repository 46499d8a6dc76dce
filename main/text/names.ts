import type { Character, CharacterDecision, CharacterProposal, CharacterTable } from '../model/characters.ts';
import { meansAll, meansCrowd, meansNobody, membersOf, personBehindVoice } from './groups.ts';
import { isCapitals } from './labels.ts';
import { isNearSpelling, isTypingError, type NameForm, nameForm, tidyName } from './name-forms.ts';

export interface LabelCount {
  readonly label: string;
  readonly count: number;
}

/** One person as far as spelling goes: the labels whose keys are equal. */
interface Entry {
  readonly form: NameForm;
  readonly labels: Map<string, number>;
  count: number;
  /** The canonical name that an earlier table gave. */
  readonly known: string | null;
}

/** A label this rare beside one this frequent may be a typing error. */
const RARE = 2;
const FREQUENT = 10;
const RARE_SHARE = 0.05;
/** Spellings are compared with so many of the most frequent names, no more. */
const MOST_COMPARED = 300;
const MOST_PROPOSALS = 500;

const EMPTY: CharacterTable = { version: 1, characters: [], decisions: [], proposals: [] };

/**
 * Makes the character table of a series out of the labels that its scripts and subtitles use, or
 * adds new ones to a known table, whose names and whose user's decisions stay. Labels become one
 * where they differ in case, marks or brackets, where one is short for exactly one other
 * ("Finch" for "Dr. Orla Finch"), or where a rare one is a plain typing error of a frequent one.
 * What is less certain becomes a proposal.
 */
export function resolveCharacters(
  labels: Iterable<LabelCount>,
  known: CharacterTable = EMPTY,
): CharacterTable {
  const decisions = new Map(known.decisions.map((decision) => [keyOf(decision.label), decision.name]));
  const entries = new Map<string, Entry>();
  const parents = new Map<string, string>();
  for (const character of known.characters) seed(entries, parents, character);
  for (const { label, count } of labels)
    for (const single of singlesOf(label, decisions)) note(entries, single, count);
  for (const [key, name] of decisions) if (name !== null) decide(entries, parents, key, name);
  const proposals: CharacterProposal[] = [];
  const decided = new Set(decisions.keys());
  joinShortForms(entries, parents, decided, proposals);
  joinTypingErrors(entries, parents, decided, proposals);
  return assemble(entries, parents, known, decisions, proposals);
}

export const keyOf = (label: string): string => nameForm(label).key;

function seed(entries: Map<string, Entry>, parents: Map<string, string>, character: Character): void {
  const root = keyOf(character.name);
  entries.set(root, { form: nameForm(character.name), labels: new Map(), count: 0, known: character.name });
  for (const alias of character.aliases) {
    const key = keyOf(alias.label);
    note(entries, alias.label, alias.count);
    if (key !== root) parents.set(key, root);
  }
}

function note(entries: Map<string, Entry>, label: string, count: number): void {
  const form = nameForm(label);
  if (form.key === '') return;
  const entry = entries.get(form.key) ?? { form, labels: new Map<string, number>(), count: 0, known: null };
  const tidy = label.replace(/\s+/g, ' ').trim();
  entry.labels.set(tidy, (entry.labels.get(tidy) ?? 0) + count);
  entry.count += count;
  entries.set(form.key, entry);
}

/** The labels of single people in a label: itself, the members of a group, nobody for a crowd. */
function singlesOf(label: string, decisions: ReadonlyMap<string, string | null>): string[] {
  const decision = decisions.get(keyOf(label));
  if (decision !== undefined) return decision === null ? [] : [label];
  if (meansNobody(label) || meansAll(label) || meansCrowd(label)) return [];
  const members = membersOf(label);
  if (members !== null)
    return members.filter((member) => !meansNobody(member) && !meansAll(member) && !meansCrowd(member));
  const person = personBehindVoice(label);
  return [person ?? label];
}

function decide(entries: Map<string, Entry>, parents: Map<string, string>, key: string, name: string): void {
  const root = keyOf(name);
  if (!entries.has(root))
    entries.set(root, { form: nameForm(name), labels: new Map(), count: 0, known: name });
  parents.delete(root);
  if (key === root) return;
  if (entries.has(key)) parents.set(key, root);
}

const rootOf = (parents: ReadonlyMap<string, string>, key: string): string => {
  let root = key;
  for (let steps = 0; steps < 20; steps += 1) {
    const next = parents.get(root);
    if (next === undefined) return root;
    root = next;
  }
  return root;
};

/** Whether a form says more than another: more words, or a title that the other has not. */
const isFuller = (form: NameForm, than: NameForm): boolean =>
  form.words.length > than.words.length || (than.titles.length === 0 && form.titles.length > 0);

/** "Chandler" and "Chandler Bing", where one and only one full name has that first or last word. */
function joinShortForms(
  entries: ReadonlyMap<string, Entry>,
  parents: Map<string, string>,
  decided: ReadonlySet<string>,
  proposals: CharacterProposal[],
): void {
  const byWord = new Map<string, Entry[]>();
  for (const entry of entries.values()) {
    const { words } = entry.form;
    for (const word of new Set([words[0], words.at(-1)])) {
      if (word === undefined) continue;
      const sharing = byWord.get(word) ?? [];
      sharing.push(entry);
      byWord.set(word, sharing);
    }
  }
  // Titled ones first: "Dr. Finch" has to be found to be "Dr. Orla Finch" before "Finch" can be both.
  for (const entry of [...entries.values()].sort((a, b) => b.form.titles.length - a.form.titles.length)) {
    const { form } = entry;
    if (parents.has(form.key) || decided.has(form.key) || form.words.length !== 1 || form.isRole) continue;
    const sharing = byWord
      .get(form.words[0]!)!
      .filter((other) => other !== entry && isFuller(other.form, form));
    if (sharing.length === 0 || sharing.length > 50) continue;
    const people = new Set(sharing.map((other) => rootOf(parents, other.form.key)));
    people.delete(form.key);
    const [fuller] = sharing;
    const alone = people.size === 1 && sharing.every((other) => !other.form.isRole);
    const titles = form.titles.join();
    const sameTitle = titles === '' || sharing.every((other) => other.form.titles.join() === titles);
    const apart = sharing.some((other) => other.form.generations.length > 0);
    if (alone && sameTitle && !apart) {
      const root = entries.get(rootOf(parents, fuller!.form.key)) ?? fuller!;
      // Names of an earlier table stay: two of them were two people then, one of them names both.
      if (entry.known === null) parents.set(form.key, root.form.key);
      else if (root.known === null && !decided.has(root.form.key)) parents.set(root.form.key, form.key);
      continue;
    }
    const reason = apart ? 'generation' : sameTitle ? 'short-form' : 'title';
    for (const other of sharing) if (!other.form.isRole) propose(proposals, entry, other, reason);
  }
}

function joinTypingErrors(
  entries: ReadonlyMap<string, Entry>,
  parents: Map<string, string>,
  decided: ReadonlySet<string>,
  proposals: CharacterProposal[],
): void {
  const frequent = [...entries.values()]
    .filter((entry) => entry.count >= FREQUENT)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_COMPARED);
  for (const entry of entries.values()) {
    const { key } = entry.form;
    if (parents.has(key) || decided.has(key) || entry.known !== null) continue;
    const near = frequent.filter(
      (other) => other !== entry && other.count > entry.count && isNearSpelling(key, other.form.key),
    );
    if (near.length === 0) continue;
    const errors = near.filter((other) => isTypingError(key, other.form.key));
    const rare = entry.count <= RARE && entry.count <= near[0]!.count * RARE_SHARE;
    if (rare && errors.length === 1 && near.length === 1 && !/\d/.test(key))
      parents.set(key, rootOf(parents, errors[0]!.form.key));
    else if (entry.count < near[0]!.count * 0.2 && !/\d/.test(key))
      propose(proposals, entry, near[0]!, 'spelling');
  }
}

function propose(
  proposals: CharacterProposal[],
  entry: Entry,
  other: Entry,
  reason: CharacterProposal['reason'],
): void {
  if (proposals.length < MOST_PROPOSALS)
    proposals.push({
      label: bestLabel(entry.labels) ?? entry.form.key,
      name: other.known ?? nameOf(other.labels, other.form.key),
      reason,
    });
}

const bestLabel = (labels: ReadonlyMap<string, number>): string | undefined =>
  [...labels].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0]?.[0];

/** The most frequent spelling; one in capitals gives way to the same in small letters, if there is one. */
function nameOf(labels: ReadonlyMap<string, number>, fallback: string): string {
  const best = bestLabel(labels);
  if (best === undefined) return tidyName(fallback);
  if (!isCapitals(best)) return tidyName(best);
  const key = keyOf(best);
  const mixed = [...labels].filter(
    ([label]) => !isCapitals(label) && /\p{Lu}/u.test(label) && keyOf(label) === key,
  );
  return tidyName(bestLabel(new Map(mixed)) ?? best);
}

function assemble(
  entries: ReadonlyMap<string, Entry>,
  parents: ReadonlyMap<string, string>,
  known: CharacterTable,
  decisions: ReadonlyMap<string, string | null>,
  proposals: readonly CharacterProposal[],
): CharacterTable {
  const people = new Map<string, { labels: Map<string, number>; known: string | null; full: string }>();
  for (const [key, entry] of entries) {
    if (decisions.get(key) === null) continue;
    const root = rootOf(parents, key);
    const person = people.get(root) ?? {
      labels: new Map(),
      known: entries.get(root)?.known ?? null,
      full: root,
    };
    for (const [label, count] of entry.labels)
      person.labels.set(label, (person.labels.get(label) ?? 0) + count);
    people.set(root, person);
  }
  const characters: Character[] = [];
  const taken = new Set<string>();
  for (const person of people.values()) {
    let name = person.known ?? nameOf(person.labels, person.full);
    // Two keys never share a name, but a tidied one might: keep them apart.
    if (taken.has(name)) name = bestLabel(person.labels) ?? name;
    if (taken.has(name)) continue;
    taken.add(name);
    const aliases = [...person.labels]
      .map(([label, count]) => ({ label, count }))
      .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
    characters.push({ name, aliases });
  }
  const total = (character: Character): number =>
    character.aliases.reduce((sum, alias) => sum + alias.count, 0);
  characters.sort((a, b) => total(b) - total(a) || a.name.localeCompare(b.name));
  const named = new Map<string, string>();
  for (const character of characters)
    for (const alias of character.aliases) named.set(keyOf(alias.label), character.name);
  const open = proposals
    .map((proposal) => ({ ...proposal, name: named.get(keyOf(proposal.name)) ?? proposal.name }))
    .filter(
      (proposal) =>
        named.get(keyOf(proposal.label)) !== proposal.name &&
        !known.decisions.some((decision) => keyOf(decision.label) === keyOf(proposal.label)),
    );
  return { version: 1, characters, decisions: [...known.decisions], proposals: open };
}

/**
 * Records a user's decision that a label means a character (or, with null, nobody who speaks).
 * Returns a new table; the decision outlives every later `resolveCharacters`.
 */
export function correct(table: CharacterTable, label: string, name: string | null): CharacterTable {
  const key = keyOf(label);
  const decision: CharacterDecision = { label, name };
  const decisions = [...table.decisions.filter((one) => keyOf(one.label) !== key), decision];
  const moved: { label: string; count: number }[] = [];
  const others = table.characters.map((character) => {
    const stay = character.aliases.filter((alias) => keyOf(alias.label) !== key);
    if (character.name !== name)
      moved.push(...character.aliases.filter((alias) => keyOf(alias.label) === key));
    return character.name === name ? character : { ...character, aliases: stay };
  });
  const kept = others.filter((character) => character.aliases.length > 0 || character.name === name);
  const characters =
    name === null
      ? kept
      : kept.some((character) => character.name === name)
        ? kept.map((character) =>
            character.name === name ? { ...character, aliases: [...character.aliases, ...moved] } : character,
          )
        : [...kept, { name, aliases: moved }];
  const proposals = table.proposals.filter((proposal) => keyOf(proposal.label) !== key);
  return { version: 1, characters, decisions, proposals };
}
