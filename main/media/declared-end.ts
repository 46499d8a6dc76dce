import { type FileHandle, open } from 'node:fs/promises';
import { type Samples, secondsToSamples } from '../model/time.ts';

/** What a container says about its own end, where ffprobe goes by the size of the file instead. */
export type DeclaredEnd =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'declared'; readonly samples: Samples }
  /** The mark that ends the stream is not there. */
  | { readonly kind: 'missing' };

const UNKNOWN: DeclaredEnd = { kind: 'unknown' };

/** Reads the end that a WAV or Ogg file declares; all others ffprobe reads. */
export async function declaredEnd(file: string, format: string): Promise<DeclaredEnd> {
  const formats = format.split(',');
  if (!formats.includes('wav') && !formats.includes('ogg')) return UNKNOWN;
  const handle = await open(file, 'r');
  try {
    return await (formats.includes('wav') ? endOfWav(handle) : endOfOgg(handle));
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Chunks before the samples; more are no WAV that anybody wrote. */
const MOST_CHUNKS = 64;
/** Sizes from here on are placeholders of writers that could not know. */
const PLACEHOLDER = 0x7fff_f000;

async function endOfWav(handle: FileHandle): Promise<DeclaredEnd> {
  let bytesPerSecond = 0;
  let position = 12;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const header = await readAt(handle, position, 24);
    if (header.length < 8) return UNKNOWN;
    const name = header.toString('latin1', 0, 4);
    const size = header.readUInt32LE(4);
    if (name === 'fmt ' && header.length >= 20) bytesPerSecond = header.readUInt32LE(16);
    if (name === 'data') {
      if (size === 0 || size >= PLACEHOLDER || bytesPerSecond === 0) return UNKNOWN;
      return { kind: 'declared', samples: secondsToSamples(size / bytesPerSecond) };
    }
    position += 8 + size + (size % 2);
  }
  return UNKNOWN;
}

/** A page is at most 65,307 bytes; the flag 4 in its sixth byte ends the stream (RFC 3533). */
const LONGEST_PAGE = 65_307;
const END_OF_STREAM = 4;

async function endOfOgg(handle: FileHandle): Promise<DeclaredEnd> {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - LONGEST_PAGE), LONGEST_PAGE);
  const last = tail.lastIndexOf('OggS');
  const flags = last < 0 ? undefined : tail[last + 5];
  return flags === undefined || (flags & END_OF_STREAM) === 0 ? { kind: 'missing' } : UNKNOWN;
}
