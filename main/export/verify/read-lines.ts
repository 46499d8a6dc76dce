import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import type { Check } from './report.ts';
import { Reporter } from './report.ts';

/** The lines of a text file, one at a time; of a `.gz` file, unpacked. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file);
  let input: Readable = raw;
  let unpacked: Promise<void> | null = null;
  if (file.endsWith('.gz')) {
    const through = new PassThrough();
    unpacked = pipeline(raw, createGunzip(), through);
    unpacked.catch((error: Error) => through.destroy(error));
    input = through;
  }
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  // Without this, a file that cannot be opened ends nothing.
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => {});
  const iterator = reader[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([iterator.next(), failed]);
    if (next.done === true) break;
    yield next.value;
  }
  await unpacked;
}

/** Documents of a JSON lines file that fit a schema; says which do not, and where the file cannot be read. */
export async function readDocuments<T extends z.ZodType>(
  check: Pick<Check, 'folder' | 'findings' | 'signal'>,
  path: string,
  schema: T,
): Promise<z.output<T>[]> {
  const documents: z.output<T>[] = [];
  const report = new Reporter(check, path);
  try {
    let number = 0;
    for await (const line of linesOf(join(check.folder, path))) {
      check.signal.throwIfAborted();
      number += 1;
      if (line === '') continue;
      const parsed = schema.safeParse(parseOrNull(line));
      if (parsed.success) documents.push(parsed.data);
      else report.say(`line ${number} is damaged`);
    }
  } catch (error) {
    check.signal.throwIfAborted();
    report.say(`cannot be read (${error instanceof Error ? error.message : error})`);
  }
  report.end();
  return documents;
}

function parseOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
