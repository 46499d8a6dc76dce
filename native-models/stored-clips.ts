import { closeSync, openSync, readSync } from 'node:fs';
import { RolecallError } from '../main/model/errors.ts';
import type { StoredClip } from './models.ts';
import { fromSixteenBit } from './sixteen-bit.ts';

/**
 * The samples of clips, -1 to 1, one after the other: those of files are read when it is their turn.
 *
 * @throws RolecallError `internal` where a file cannot be read or holds less than a clip says
 */
export function* heardClips(
  clips: readonly (Float32Array | Int16Array | StoredClip)[],
): Generator<Float32Array<ArrayBufferLike>> {
  const open = new Map<string, number>();
  try {
    for (const clip of clips) {
      if (clip instanceof Float32Array) yield clip;
      else if (clip instanceof Int16Array) yield fromSixteenBit(clip);
      else {
        const handle = open.get(clip.file) ?? openFile(clip.file);
        open.set(clip.file, handle);
        yield fromSixteenBit(read(clip, handle));
      }
    }
  } finally {
    for (const handle of open.values()) closeSync(handle);
  }
}

function openFile(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw unreadable(file, `cannot be opened (${(error as Error).message})`);
  }
}

function read({ file, parts }: StoredClip, handle: number): Int16Array {
  const samples = new Int16Array(parts.reduce((sum, { start, end }) => sum + end - start, 0));
  const bytes = new Uint8Array(samples.buffer);
  let at = 0;
  for (const { start, end } of parts) {
    const until = at + 2 * (end - start);
    let place = 2 * start;
    while (at < until) {
      const count = readSync(handle, bytes, at, until - at, place);
      if (count === 0) throw unreadable(file, 'is shorter than a clip in it');
      at += count;
      place += count;
    }
  }
  return samples;
}

const unreadable = (file: string, what: string): RolecallError =>
  new RolecallError({
    kind: 'internal',
    message: `The decoded audio ${what}.`,
    remedy: 'It is made again from the media: run again.',
    file,
  });
