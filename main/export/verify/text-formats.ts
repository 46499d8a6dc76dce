import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import type { ExportFormat, IndexRow } from '../manifest.ts';
import { linesOf } from './read-lines.ts';
import { type Check, compareIds, Reporter } from './report.ts';

/** What counts as one annotation in the files of a format that has one file an episode. */
const ANNOTATION: Partial<Record<ExportFormat, { readonly extension: string; readonly mark: RegExp }>> = {
  rttm: { extension: 'rttm', mark: /^SPEAKER \S+ 1 \d+\.\d{3} \d+\.\d{3} <NA> <NA> \S+ <NA> <NA>$/ },
  textgrid: { extension: 'TextGrid', mark: /^ {12}text = ".+" $/ },
  eaf: { extension: 'eaf', mark: /<ANNOTATION_VALUE>.*<\/ANNOTATION_VALUE>/ },
  audacity: { extension: 'txt', mark: /^\d+\.\d{6}\t\d+\.\d{6}\t/ },
  srt: { extension: 'srt', mark: /^\d\d+:\d\d:\d\d,\d{3} --> \d\d+:\d\d:\d\d,\d{3}$/ },
  vtt: { extension: 'vtt', mark: /^\d\d+:\d\d:\d\d\.\d{3} --> \d\d+:\d\d:\d\d\.\d{3}$/ },
  ass: { extension: 'ass', mark: /^Dialogue: 0,\d+:\d\d:\d\d\.\d\d,\d+:\d\d:\d\d\.\d\d,/ },
};

/** Each file holds as many annotations as its episode has rows. */
export async function checkAnnotations(check: Check, format: ExportFormat): Promise<void> {
  const kind = ANNOTATION[format];
  if (kind === undefined) return;
  const byEpisode = Map.groupBy(check.rows, episodeName);
  for (const [name, rows] of byEpisode) {
    const path = `${format}/${name}.${kind.extension}`;
    const report = new Reporter(check, path);
    try {
      let found = 0;
      for await (const line of linesOf(join(check.folder, path))) if (kind.mark.test(line)) found += 1;
      if (found !== rows.length) report.say(`holds ${found} annotations, should hold ${rows.length}`);
    } catch {
      report.say('cannot be read');
    }
  }
}

const episodeName = (row: IndexRow): string => row.name.slice(0, row.name.lastIndexOf('/'));

/** The table has the index's rows. */
export async function checkCsv(check: Check): Promise<void> {
  const path = 'utterances.csv';
  const ids: string[] = [];
  try {
    const rows = createReadStream(join(check.folder, path)).pipe(parse({ columns: true, bom: true }));
    for await (const row of rows as AsyncIterable<Record<string, string>>) ids.push(row['id'] ?? '');
    compareIds(
      check,
      path,
      ids.map(plain),
      check.rows.map((row) => plain(row.id)),
    );
  } catch (error) {
    new Reporter(check, path).say(`cannot be read (${error instanceof Error ? error.message : error})`);
  }
}

/** Cells that spreadsheets would run carry an apostrophe. */
const plain = (cell: string): string => cell.replace(/^'/, '');

/** Kaldi's rules: the same ids everywhere, sorted by bytes, clips that exist, nothing to be run. */
export async function checkKaldi(check: Check): Promise<void> {
  const parts = check.manifest.split === null ? [null] : [...new Set(check.rows.map((row) => row.split))];
  for (const part of parts) {
    const folder = `kaldi/${part ?? 'all'}`;
    const rows = check.rows.filter((row) => row.split === part);
    const clips = new Set(rows.map((row) => row.clip?.path ?? ''));
    const ids = new Map<string, string[]>();
    for (const name of ['wav.scp', 'text', 'utt2spk', 'utt2dur']) {
      const path = `${folder}/${name}`;
      const report = new Reporter(check, path);
      const text = await readFile(join(check.folder, path), 'utf8').catch(() => null);
      if (text === null) {
        report.say('cannot be read');
        continue;
      }
      const lines = text.split('\n').slice(0, -1);
      ids.set(
        name,
        lines.map((line) => line.split(' ', 1)[0] as string),
      );
      if (
        lines.some(
          (line, at) =>
            at > 0 && Buffer.compare(Buffer.from(lines[at - 1] as string), Buffer.from(line)) >= 0,
        )
      ) {
        report.say('is not sorted by bytes');
      }
      if (lines.length !== rows.length) report.say(`holds ${lines.length} rows, should hold ${rows.length}`);
      if (name === 'wav.scp') {
        for (const line of lines) {
          const value = line.slice(line.indexOf(' ') + 1);
          if (!clips.has(value)) report.say(`names ${value}, which is no clip of the dataset`);
        }
      }
      if (name === 'utt2spk') {
        for (const line of lines) {
          const [id, speaker] = line.split(' ');
          if (!id?.startsWith(`${speaker}-`)) report.say(`${id} does not begin with its speaker`);
        }
      }
      report.end();
    }
    const wanted = ids.get('wav.scp') ?? [];
    for (const [name, found] of ids) {
      if (found.join('\n') !== wanted.join('\n'))
        new Reporter(check, `${folder}/${name}`).say('has other ids than wav.scp');
    }
  }
}
