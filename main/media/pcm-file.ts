import { type FileHandle, open } from 'node:fs/promises';
import { RolecallError } from '../model/errors.ts';
import type { Samples, Span } from '../model/time.ts';
import { PartFile } from './part-file.ts';

const BYTES_PER_SAMPLE = 2;
const FULL_SCALE = 32_768;

/** 16-bit samples as numbers from -1 to 1. */
export function toFloat(samples: Int16Array): Float32Array {
  const floats = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) floats[i] = samples[i]! / FULL_SCALE;
  return floats;
}

/** Writes 16 kHz mono audio as bare 16-bit little-endian samples. */
export class PcmWriter {
  readonly #file: PartFile;

  private constructor(file: PartFile) {
    this.#file = file;
  }

  static async create(path: string): Promise<PcmWriter> {
    return new PcmWriter(await PartFile.create(path));
  }

  get samples(): Samples {
    return this.#file.bytes / BYTES_PER_SAMPLE;
  }

  write(samples: Int16Array): Promise<void> {
    return this.#file.write(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  }

  finish(): Promise<void> {
    return this.#file.finish();
  }

  discard(): Promise<void> {
    return this.#file.discard();
  }
}

/** Reads any span of what a PcmWriter wrote, without holding the rest. */
export class PcmReader {
  readonly path: string;
  readonly samples: Samples;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle, samples: Samples) {
    this.path = path;
    this.#handle = handle;
    this.samples = samples;
  }

  /** @throws RolecallError `input` where the file is missing or torn. */
  static async open(path: string): Promise<PcmReader> {
    let handle: FileHandle;
    try {
      handle = await open(path, 'r');
    } catch (error) {
      throw unusable(path, `cannot be opened (${(error as Error).message})`);
    }
    const { size } = await handle.stat();
    if (size % BYTES_PER_SAMPLE === 0) return new PcmReader(path, handle, size / BYTES_PER_SAMPLE);
    await handle.close();
    throw unusable(path, 'ends in the middle of a sample');
  }

  /** The samples of a span, -1 to 1; what lies outside the audio is left out. */
  async read({ start, end }: Span): Promise<Float32Array> {
    return toFloat(await this.readWhole({ start, end }));
  }

  /** The same as 16-bit numbers. */
  async readWhole({ start, end }: Span): Promise<Int16Array> {
    const from = Math.max(0, Math.min(start, this.samples));
    const wanted = Math.max(0, Math.min(end, this.samples) - from) * BYTES_PER_SAMPLE;
    const bytes = new Uint8Array(wanted);
    for (let at = 0; at < wanted; ) {
      const { bytesRead } = await this.#handle.read(bytes, at, wanted - at, from * BYTES_PER_SAMPLE + at);
      if (bytesRead === 0) throw unusable(this.path, 'became shorter while it was read');
      at += bytesRead;
    }
    return new Int16Array(bytes.buffer);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

const unusable = (path: string, what: string): RolecallError =>
  new RolecallError({
    kind: 'input',
    message: `The decoded audio ${what}.`,
    remedy: 'It is made again from the media: delete this file and run again.',
    file: path,
  });
