import { decodeSpan, findTools, PcmReader, toFloat } from '../media/index.ts';
import { SPECTROGRAM_ROWS, spectrogram } from '../speech/index.ts';
import { cacheFile, hasCacheFiles } from './cache.ts';
import type { Project } from './project.ts';

/** Half of a frame: what a column is the middle of. */
const HALF_FRAME = 256;

/**
 * A stretch of an episode's sound as a picture, from the samples that the run kept, or from the listening copy where
 * they were cleared. Only the stretch is read.
 *
 * @throws RolecallError `input` where neither is there
 */
export async function spectrogramOf(
  project: Project,
  episode: string,
  { start, hop, columns }: { readonly start: number; readonly hop: number; readonly columns: number },
): Promise<{ rows: number; bytes: Uint8Array<ArrayBuffer> }> {
  const from = start - HALF_FRAME;
  const span = { start: Math.max(0, from), end: start + columns * hop + HALF_FRAME };
  const samples = await readStretch(project, episode, span);
  // Before the first sample there is silence.
  const padded = new Float32Array(span.end - from);
  padded.set(toFloat(samples), span.start - from);
  return { rows: SPECTROGRAM_ROWS, bytes: spectrogram(padded, hop, columns) };
}

async function readStretch(
  project: Project,
  episode: string,
  span: { readonly start: number; readonly end: number },
): Promise<Int16Array> {
  if (!hasCacheFiles(project.path, episode, ['samples']))
    return decodeSpan(cacheFile(project.path, episode, 'audio'), span, { tools: await findTools() });
  const sound = await PcmReader.open(cacheFile(project.path, episode, 'samples'));
  try {
    return await sound.readWhole(span);
  } finally {
    await sound.close();
  }
}
