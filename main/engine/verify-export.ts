import { readFile } from 'node:fs/promises';
import { type VerifyResult, verifyDataset } from '../export/index.ts';
import {
  type DecodedFlac,
  decode,
  decodeFlac,
  findTools,
  plainWav,
  probe,
  type Tools,
  toFloat,
} from '../media/index.ts';
import { SAMPLE_RATE } from '../model/index.ts';

/** One in so many of the clips that are read here goes through ffmpeg all the same: a reader that is not ours. */
const ALSO_BY_FFMPEG = 100;

/**
 * Checks an exported folder. Every clip is decoded to its end: FLAC and WAV as they are written here by our own readers
 * (FLAC frame by frame against its checksums and its MD5), everything else, and each hundredth of those, by ffmpeg,
 * which takes two processes a clip.
 *
 * @throws RolecallError where it is none
 */
export function verifyExport(
  directory: string,
  options: { readonly signal: AbortSignal; readonly onProgress?: (fraction: number) => void },
): Promise<VerifyResult> {
  let found: Promise<Tools> | undefined;
  const tools = (): Promise<Tools> => {
    found ??= findTools();
    return found;
  };
  let clips = 0;
  const ours = async (file: string, signal: AbortSignal): Promise<DecodedFlac | null> => {
    clips += 1;
    const isSample = clips % ALSO_BY_FFMPEG === 1;
    const bytes = await readFile(file, { signal });
    const decoded = decodeFlac(bytes) ?? plainWav(bytes);
    return isSample ? null : decoded;
  };
  return verifyDataset(directory, {
    ...options,
    decodedSeconds: async (file, signal) => {
      const own = await ours(file, signal);
      if (own !== null) return own.samples.length / own.rate;
      return (await byFfmpeg(file, await tools(), signal)).length / SAMPLE_RATE;
    },
    decodedSamples: async (file, signal) => {
      const own = await ours(file, signal);
      if (own?.rate === SAMPLE_RATE) return toFloat(own.samples);
      return toFloat(await byFfmpeg(file, await tools(), signal));
    },
  });
}

/** A clip at 16 kHz. @throws RolecallError where it does not decode to its end */
async function byFfmpeg(file: string, tools: Tools, signal: AbortSignal): Promise<Int16Array> {
  const chunks: Int16Array[] = [];
  await decode(await probe(file, { tools, signal }), {
    tools,
    signal,
    onChunk: (chunk) => {
      chunks.push(chunk);
    },
  });
  const samples = new Int16Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    samples.set(chunk, at);
    at += chunk.length;
  }
  return samples;
}
