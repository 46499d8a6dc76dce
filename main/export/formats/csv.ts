import { join } from 'node:path';
import { samplesToSeconds } from '../../model/index.ts';
import type { ClipOptions } from '../clip-options.ts';
import type { Dataset, DatasetRow } from '../dataset.ts';
import { writePieces } from '../files.ts';
import type { Format } from '../format.ts';
import { enhancedBy } from './kept-clip.ts';

type Column = readonly [string, (row: DatasetRow) => string | number | null];

const COLUMNS: readonly Column[] = [
  ['id', (row) => row.id],
  ['series', (row) => row.series],
  ['episode', (row) => row.episodeTitle],
  ['scene', (row) => row.scene],
  ['start', (row) => samplesToSeconds(row.start)],
  ['end', (row) => samplesToSeconds(row.end)],
  ['character', (row) => row.character],
  ['text', (row) => row.text],
  ['split', (row) => row.split],
  ['confidence', (row) => row.source.confidence],
  ['review', (row) => row.source.review],
  ['clip', (row) => row.clip?.path ?? null],
];

/** Comma-separated, RFC 4180, with a header; a byte order mark tells spreadsheets that it is UTF-8. */
function* csv(dataset: Dataset, clips: ClipOptions): Generator<string> {
  const enhanced: Column[] =
    clips.enhance === 'none' ? [] : [['enhanced_by', (row) => enhancedBy(row, clips)]];
  const columns = [...COLUMNS, ...enhanced];
  yield `\ufeff${columns.map(([name]) => name).join(',')}\r\n`;
  for (const row of dataset.rows()) yield `${columns.map(([, value]) => cell(value(row))).join(',')}\r\n`;
}

/**
 * Spreadsheets run cells that begin with `=`, `+`, `-` or `@` as formulas, also after blanks and in
 * full width (OWASP, "CSV Injection"): an apostrophe before them makes them text.
 */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^\s*[=+\-@＝＋－＠\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvFormat: Format = {
  name: 'csv',
  description: 'one CSV table for spreadsheets, formulas disarmed',
  clips: 'none',
  write: ({ dataset, folder, clips, signal }) =>
    writePieces(join(folder, 'utterances.csv'), csv(dataset, clips), signal),
};
