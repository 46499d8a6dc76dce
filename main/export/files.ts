import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { RolecallError } from '../model/index.ts';

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** How much text is gathered before it is written. */
const GATHERED = 64 * 1024;

/** Writes pieces one after the other into a new file; only what is gathered is in memory. */
export async function writePieces(file: string, pieces: Pieces, signal?: AbortSignal): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  try {
    await pipeline(
      Readable.from(gather(pieces)),
      createWriteStream(file),
      signal === undefined ? {} : { signal },
    );
  } catch (error) {
    throw notWritten(file, error);
  }
}

/** The same, compressed with gzip. No time and no system's name is in the file: equal input, equal bytes. */
export async function writeGzip(file: string, pieces: Pieces, signal?: AbortSignal): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  try {
    await pipeline(
      Readable.from(gather(pieces)),
      createGzip({ level: 9 }),
      withoutSystem(),
      createWriteStream(file),
      signal === undefined ? {} : { signal },
    );
  } catch (error) {
    throw notWritten(file, error);
  }
}

/** Writes one JSON document a line. */
export async function writeJsonLines(
  file: string,
  documents: Iterable<unknown>,
  signal?: AbortSignal,
): Promise<void> {
  await writePieces(file, lines(documents), signal);
}

/** Each document on its line. JSON may hold lone surrogates and U+2028 raw: both are escaped. */
export function* lines(documents: Iterable<unknown>): Generator<string> {
  for (const each of documents) yield `${jsonLine(each)}\n`;
}

export const jsonLine = (document: unknown): string =>
  JSON.stringify(document).replace(/[\u2028\u2029]/g, (character) =>
    character === '\u2028' ? '\\u2028' : '\\u2029',
  );

/**
 * The text of a JSON document, as `JSON.stringify` indents it by two, whose last field is a list too long to hold.
 *
 * @param document with at least one field, without the list
 */
export async function* documentWithList(
  document: object,
  name: string,
  items: AsyncIterable<object>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(document, null, 2).slice(0, -2)},\n  ${JSON.stringify(name)}: [`;
  let count = 0;
  for await (const item of items) {
    const text = JSON.stringify(item, null, 2).replaceAll('\n', '\n    ');
    yield `${count === 0 ? '' : ','}\n    ${text}`;
    count += 1;
  }
  yield `${count === 0 ? '' : '\n  '}]\n}\n`;
}

async function* gather(pieces: Pieces): AsyncGenerator<Uint8Array> {
  let text = '';
  for await (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      if (text.length < GATHERED) continue;
      yield Buffer.from(text);
    } else {
      if (text !== '') yield Buffer.from(text);
      yield piece;
    }
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** The tenth byte of a gzip file names the operating system; 255 is "unknown" (RFC 1952, 2.3.1). */
function withoutSystem(): Transform {
  const place = 9;
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (passed <= place && passed + chunk.length > place) chunk[place - passed] = 255;
      passed += chunk.length;
      done(null, chunk);
    },
  });
}

/** A failure to write, as people can act on it. */
export function notWritten(file: string, error: unknown): unknown {
  if (error instanceof RolecallError || !(error instanceof Error) || !('code' in error)) return error;
  const { code, message } = error;
  if (code === 'ABORT_ERR') return error;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new RolecallError({
    kind: 'environment',
    message: full ? 'The disk is full.' : `The file cannot be written (${message}).`,
    remedy: full
      ? 'Free some space and export again; what was exported before is still there.'
      : 'Check that the folder exists and that you may write there.',
    file,
    cause: error,
  });
}
