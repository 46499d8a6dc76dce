import type { PcmReader } from '../media/index.ts';

/** One media file's samples at one rate, 16-bit mono, on this disk. */
export interface OpenSamples {
  readonly reader: PcmReader;
  /** Hertz. */
  readonly rate: number;
  close(): Promise<void>;
}
