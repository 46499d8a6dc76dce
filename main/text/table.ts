import { CsvError, parse } from 'csv-parse/sync';
import { RolecallError } from '../model/errors.ts';
import { MAX_LINE, MAX_SCRIPT_LINES, type Warnings } from './limits.ts';
import type { PlaceFinder } from './place.ts';
import { linesOf } from './place.ts';
import { TurnBuilder, type Turns } from './turns.ts';

const SPEAKER_NAMES = [
  'speaker',
  'character',
  'characters',
  'speaker name',
  'speakers',
  'character name',
  'name',
  'who',
  'role',
  'person',
  'actor',
  'voice',
  'label',
  'said by',
  'figure',
];
const TEXT_NAMES = [
  'text',
  'line',
  'dialogue',
  'dialog',
  'utterance',
  'lines',
  'spoken text',
  'transcript',
  'sentence',
  'quote',
  'content',
  'speech',
  'words',
  'subtitle',
  'caption',
  'spoken words',
  'phrase',
  'message',
];
const SCENE_NAMES = [
  'scene',
  'scene name',
  'scene heading',
  'scene id',
  'scene number',
  'location',
  'setting',
];

/** Which columns (or keys) of a table hold what. */
export interface Columns {
  readonly speaker: string;
  readonly text: string;
  readonly scene: string | null;
}

const tidyName = (name: string): string =>
  name
    .replace(/([\p{Ll}])(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();

/** Finds the columns by their names, best names first; null where a speaker or a text is missing. */
export function findColumns(names: readonly string[]): Columns | null {
  const pick = (wanted: readonly string[]): string | null => {
    for (const one of wanted) {
      const found = names.find((name) => tidyName(name) === one);
      if (found !== undefined) return found;
    }
    return null;
  };
  const speaker = pick(SPEAKER_NAMES);
  const text = pick(TEXT_NAMES);
  return speaker === null || text === null || speaker === text
    ? null
    : { speaker, text, scene: pick(SCENE_NAMES) };
}

/** The delimiter of a table whose first line is a header that names a speaker and a text; null where it is none. */
export function delimiterOf(text: string): string | null {
  const header =
    text
      .slice(0, 5000)
      .split(/\r\n|\r|\n/)
      .find((line) => line.trim() !== '') ?? '';
  for (const delimiter of ['\t', ',', ';', '|']) {
    const names = header.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, ''));
    if (names.length > 1 && names.length < 200 && findColumns(names) !== null) return delimiter;
  }
  return null;
}

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a CSV or TSV script with a header.
 * @throws RolecallError `input` where the header names no speaker or text column, or a quotation never ends.
 */
export function readTable(
  text: string,
  file: string,
  delimiter: string,
  places: PlaceFinder,
  warnings: Warnings,
): Turns {
  const rows = parseRows(text, file, delimiter);
  const header = rows[0]?.record ?? [];
  const columns = findColumns(header);
  if (columns === null)
    throw new RolecallError({
      kind: 'input',
      message: `The table has no column for the speaker or for the text; its columns are: ${header.slice(0, 12).join(', ').slice(0, 300)}.`,
      remedy: 'Name one column "speaker" and one "text" in the first line.',
      file,
      place: 'line 1',
    });
  const speakerAt = header.indexOf(columns.speaker);
  const textAt = header.indexOf(columns.text);
  const sceneAt = columns.scene === null ? -1 : header.indexOf(columns.scene);
  const starts = linesOf(text).map((line) => line.start);
  const turns = new TurnBuilder(places, warnings);
  let scene = '';
  for (const [index, row] of rows.slice(1, MAX_SCRIPT_LINES + 1).entries()) {
    // What csv-parse counts is the line that a record ends on; it begins after the one before.
    const offset = starts[Math.min(rows[index]!.info.lines, starts.length - 1)] ?? 0;
    const heading = row.record[sceneAt] ?? '';
    if (sceneAt >= 0 && heading !== scene) {
      turns.scene(heading, offset);
      scene = heading;
    }
    const speaker = (row.record[speakerAt] ?? '').trim();
    const said = row.record[textAt] ?? '';
    if (speaker === '') {
      if (said.trim() !== '') warnings.add('A row without a speaker was left out.', places.at(offset));
      continue;
    }
    turns.speaker(speaker, said, offset);
  }
  return turns.finish();
}

function parseRows(text: string, file: string, delimiter: string): Row[] {
  try {
    return parse(text, {
      delimiter,
      info: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_LINE,
      to: MAX_SCRIPT_LINES + 1,
    }) as unknown as Row[];
  } catch (thrown) {
    const lines = thrown instanceof CsvError ? (thrown as CsvError & { lines?: number }).lines : undefined;
    throw new RolecallError({
      kind: 'input',
      message: 'The table could not be read: a quotation mark is never closed, or a row is far too long.',
      remedy: 'Open the file in a spreadsheet program and save it again as CSV.',
      file,
      place: `line ${lines ?? 1}`,
      cause: thrown,
    });
  }
}
