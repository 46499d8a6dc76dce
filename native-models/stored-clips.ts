import { closeSync, openSync, readSync } from 'node:fs';
import { RolecallError } from '../main/model/errors.ts';
import type { StoredClip } from './models.ts';
import { fromSixteenBit } from './sixteen-bit.ts';

/** Room for longer clips is not kept: a minute. */
const LONGEST_KEPT = 60 * 16_000;

/** Memory that clips are read into, one after the other. */
export class ClipRoom {
  #samples = new Int16Array(0);
  #floats = new Float32Array(0);

  take(length: number): { samples: Int16Array<ArrayBuffer>; floats: Float32Array<ArrayBuffer> } {
    if (length > LONGEST_KEPT) return { samples: new Int16Array(length), floats: new Float32Array(length) };
    if (this.#samples.length < length) {
      this.#samples = new Int16Array(length);
      this.#floats = new Float32Array(length);
    }
    return { samples: this.#samples.subarray(0, length), floats: this.#floats.subarray(0, length) };
  }
}

/**
 * The samples of clips, -1 to 1, one after the other: those of files are read when it is their turn.
 *
 * @param room where given, files are read into it, and each clip holds only until the next
 * @throws RolecallError `internal` where a file cannot be read or holds less than a clip says
 */
export function* heardClips(
  clips: readonly (Float32Array | Int16Array | StoredClip)[],
  room?: ClipRoom,
): Generator<Float32Array<ArrayBufferLike>> {
  const open = new Map<string, number>();
  try {
    for (const clip of clips) {
      if (clip instanceof Float32Array) yield clip;
      else if (clip instanceof Int16Array) yield fromSixteenBit(clip);
      else {
        const handle = open.get(clip.file) ?? openFile(clip.file);
        open.set(clip.file, handle);
        const { samples, floats } = (room ?? new ClipRoom()).take(lengthOf(clip));
        read(clip, handle, samples);
        yield fromSixteenBit(samples, floats);
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

const lengthOf = ({ parts }: StoredClip): number =>
  parts.reduce((sum, { start, end }) => sum + end - start, 0);

function read({ file, parts }: StoredClip, handle: number, into: Int16Array<ArrayBuffer>): void {
  const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
  let at = 0;
  for (const { start, end } of parts) {
    const until = at + 2 * (end - start);
    let place = 2 * start;
    while (at < until) {
      const count = readSome(file, handle, bytes.subarray(at, until), place);
      if (count === 0) throw unreadable(file, 'is shorter than a clip in it');
      at += count;
      place += count;
    }
  }
}

function readSome(file: string, handle: number, into: Uint8Array<ArrayBuffer>, place: number): number {
  try {
    return readSync(handle, into, 0, into.length, place);
  } catch (error) {
    throw unreadable(file, `cannot be read (${(error as Error).message})`);
  }
}

const unreadable = (file: string, what: string): RolecallError =>
  new RolecallError({
    kind: 'internal',
    message: `The decoded audio ${what}.`,
    remedy: 'It is made again from the media: run again.',
    file,
    passing: true,
  });
