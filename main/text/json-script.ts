import { RolecallError } from '../model/errors.ts';
import { MAX_SCRIPT_LINES, type Warnings } from './limits.ts';
import { linesOf, type PlaceFinder } from './place.ts';
import { findColumns } from './table.ts';
import { TurnBuilder, type Turns } from './turns.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Entry {
  readonly fields: Fields;
  readonly offset: number;
}

/** Whether a text is JSON, or JSON lines: by how it begins. */
export const looksLikeJson = (text: string): boolean => /^\s*(?:\[\s*)?\{\s*"/.test(text.slice(0, 2000));

/**
 * Reads a script in JSON lines, or in one JSON array (also inside an object, under any key).
 * @throws RolecallError `input` where no object names a speaker and a text.
 */
export function readJson(text: string, file: string, places: PlaceFinder, warnings: Warnings): Turns {
  const entries = asLines(text, warnings) ?? asDocument(text);
  const turns = new TurnBuilder(places, warnings);
  let scene = '';
  let said = 0;
  for (const { fields, offset } of entries.slice(0, MAX_SCRIPT_LINES)) {
    const columns = findColumns(Object.keys(fields).slice(0, 200));
    if (columns === null) continue;
    const speaker = asText(fields[columns.speaker]);
    const spoken = asText(fields[columns.text]);
    const heading = columns.scene === null ? scene : asText(fields[columns.scene]);
    if (heading !== scene) {
      turns.scene(heading, offset);
      scene = heading;
    }
    if (speaker === '') {
      warnings.add('An entry without a speaker was left out.', places.at(offset));
      continue;
    }
    turns.speaker(speaker, spoken, offset);
    said += 1;
  }
  if (said === 0)
    throw new RolecallError({
      kind: 'input',
      message: 'No entry of this JSON names a speaker and a text.',
      remedy: 'Give each line as an object such as {"speaker": "Ross", "text": "Hello."}.',
      file,
      place: 'line 1',
    });
  return turns.finish();
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  // Some collections list several speakers of one line.
  if (Array.isArray(value))
    return value
      .filter((one) => typeof one === 'string')
      .slice(0, 20)
      .join(' and ');
  return isFields(value) ? asText(value['name'] ?? value['id'] ?? '') : '';
}

/** One object a line; null where the first line is none, so that it may be one document. */
function asLines(text: string, warnings: Warnings): Entry[] | null {
  const entries: Entry[] = [];
  let seen = 0;
  for (const line of linesOf(text)) {
    const bare = line.text.trim().replace(/,$/, '');
    if (bare === '' || entries.length > MAX_SCRIPT_LINES) continue;
    seen += 1;
    const value = bare.startsWith('{') ? parsed(bare) : undefined;
    if (isFields(value)) entries.push({ fields: value, offset: line.start });
    else if (entries.length === 0 && seen > 2) return null;
    else if (entries.length > 0 && !/^[\]}]+$/.test(bare))
      warnings.add('A line is not valid JSON and was left out.', { line: line.number });
  }
  return entries.length < 2 ? null : entries;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function asDocument(text: string): Entry[] {
  const document = parsed(text);
  const lists = Array.isArray(document)
    ? [document]
    : isFields(document)
      ? [...Object.values(document).filter(Array.isArray), [document]]
      : [];
  const list =
    lists.find((one) =>
      one.some((entry) => isFields(entry) && findColumns(Object.keys(entry).slice(0, 200)) !== null),
    ) ?? [];
  let from = 0;
  const entries: Entry[] = [];
  for (const entry of list.slice(0, MAX_SCRIPT_LINES)) {
    if (!isFields(entry)) continue;
    const columns = findColumns(Object.keys(entry).slice(0, 200));
    const spoken = columns === null ? '' : entry[columns.text];
    const at = typeof spoken === 'string' && spoken !== '' ? text.indexOf(JSON.stringify(spoken), from) : -1;
    if (at >= 0) from = at;
    entries.push({ fields: entry, offset: from });
  }
  return entries;
}
