import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PcmReader } from '../media/index.ts';

/** One media file's samples at one rate, 16-bit mono, on this disk. */
export interface OpenSamples {
  readonly reader: PcmReader;
  /** Hertz. */
  readonly rate: number;
  close(): Promise<void>;
}

/** A folder of its own for passing files, there or in the system's folder for them. */
export async function passingFolder(name: string, temporary = tmpdir()): Promise<string> {
  await mkdir(temporary, { recursive: true });
  return mkdtemp(join(temporary, name));
}
