import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { createTarDecoder } from 'modern-tar';
import { z } from 'zod';
import type { IndexRow } from '../manifest.ts';
import { type Check, compareIds, Reporter } from './report.ts';

const filesOf = ({ manifest }: Check, folder: string, part: IndexRow['split']): string[] =>
  manifest.files.map((file) => file.path).filter((path) => path.startsWith(`${folder}/${part ?? 'all'}-`));

const partsOf = ({ manifest, rows }: Check): IndexRow['split'][] =>
  manifest.split === null ? [null] : [...new Set(rows.map((row) => row.split))];

const parquetRow = z.object({ id: z.string(), text: z.string(), character: z.string() });

/** The rows of all Parquet files of a part, in order; the columns that `datasets` needs. */
export async function checkParquet(check: Check): Promise<void> {
  for (const part of partsOf(check)) {
    const wanted = check.rows.filter((row) => row.split === part);
    const found: z.output<typeof parquetRow>[] = [];
    const files = filesOf(check, 'parquet', part);
    for (const path of files) {
      const report = new Reporter(check, path);
      try {
        const file = await asyncBufferFromFile(join(check.folder, path));
        const metadata = await parquetMetadataAsync(file);
        const features = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value ?? '';
        if (!features.includes('"_type":"Audio"')) report.say('does not say that its audio is Audio');
        const rows = await parquetReadObjects({ file, metadata, columns: ['id', 'text', 'character'] });
        for (const row of rows) found.push(parquetRow.parse(row));
      } catch (error) {
        report.say(`cannot be read (${error instanceof Error ? error.message : error})`);
      }
    }
    compareRows(check, `parquet/${part ?? 'all'}-*`, found, wanted);
  }
}

function compareRows(
  check: Check,
  file: string,
  found: readonly z.output<typeof parquetRow>[],
  wanted: readonly IndexRow[],
): void {
  const say = ({ id, text, character }: { id: string; text: string; character: string }): string =>
    JSON.stringify([id, character, text]);
  if (found.length === wanted.length && found.every((row, at) => say(row) === say(wanted[at] as IndexRow)))
    return;
  compareIds(check, file, found.map(say), [...new Set(wanted.map(say))]);
}

const sample = z.object({ id: z.string(), text: z.string(), character: z.string() });

/** Each key of the shards has a clip and a document, and is a row of the index. */
export async function checkWebdataset(check: Check): Promise<void> {
  for (const part of partsOf(check)) {
    const wanted = new Map(check.rows.filter((row) => row.split === part).map((row) => [row.name, row]));
    const clips: string[] = [];
    const documents: string[] = [];
    for (const path of filesOf(check, 'webdataset', part)) {
      const report = new Reporter(check, path);
      try {
        for await (const { name, content } of entriesOf(join(check.folder, path))) {
          const dot = name.indexOf('.');
          const key = name.slice(0, dot);
          if (!name.endsWith('.json')) {
            clips.push(key);
            if (content.byteLength === 0) report.say(`${name} is empty`);
            continue;
          }
          documents.push(key);
          const { id, text, character } = sample.parse(JSON.parse(Buffer.from(content).toString('utf8')));
          const row = wanted.get(key);
          if (row && (row.id !== id || row.text !== text || row.character !== character)) {
            report.say(`${name} says otherwise than the index of ${row.id}`);
          }
        }
      } catch (error) {
        check.signal.throwIfAborted();
        report.say(`cannot be read (${error instanceof Error ? error.message : error})`);
      }
      report.end();
    }
    compareIds(check, `webdataset/${part ?? 'all'}-*`, clips, [...wanted.keys()]);
    compareIds(check, `webdataset/${part ?? 'all'}-*`, documents, [...wanted.keys()]);
  }
}

async function* entriesOf(file: string): AsyncGenerator<{ name: string; content: Uint8Array }> {
  const handle = await open(file, 'r');
  try {
    const bytes = Readable.toWeb(handle.createReadStream({ autoClose: false })) as ReadableStream<Uint8Array>;
    for await (const { header, body } of bytes.pipeThrough(
      createTarDecoder({ strict: true }) as never,
    ) as never as AsyncIterable<{ header: { name: string }; body: ReadableStream<Uint8Array> }>) {
      const parts: Uint8Array[] = [];
      for await (const part of body as never as AsyncIterable<Uint8Array>) parts.push(part);
      yield { name: header.name, content: Buffer.concat(parts) };
    }
  } finally {
    await handle.close();
  }
}
