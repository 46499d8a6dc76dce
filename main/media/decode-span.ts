import { SAMPLE_RATE, type Span, samplesToSeconds } from '../model/time.ts';
import { inputArguments, inputError, requireFile } from './input-file.ts';
import { runTool } from './tool-process.ts';
import type { Tools } from './tools.ts';

const MOST_SECONDS = 900;

/**
 * Decodes one short span of a file that can be sought (such as a listening copy) to 16 kHz mono; what lies beyond its
 * end is left out. Its start is found by the container's index, so it may be off by a packet: for pictures, not for
 * cutting.
 *
 * @throws RolecallError `input` where nothing can be decoded
 */
export async function decodeSpan(
  file: string,
  { start, end }: Span,
  { tools, signal }: { readonly tools: Tools; readonly signal?: AbortSignal },
): Promise<Int16Array> {
  await requireFile(file);
  const length = Math.min(MOST_SECONDS * SAMPLE_RATE, end - start);
  const { stdout, code, stderr } = await runTool(
    tools.ffmpeg.path,
    [
      ...['-v', 'error', '-nostdin', '-ss', samplesToSeconds(start).toFixed(4)],
      ...inputArguments(file),
      ...['-map', '0:a:0', '-t', samplesToSeconds(length).toFixed(4)],
      ...['-ac', '1', '-ar', String(SAMPLE_RATE), '-f', 's16le', 'pipe:1'],
    ],
    { signal, file, maximumBytes: 2 * (MOST_SECONDS + 1) * SAMPLE_RATE },
  );
  if (code !== 0)
    throw inputError(
      file,
      `It cannot be decoded (${stderr.trim().slice(0, 200)}).`,
      'Run the episode again.',
    );
  const bytes = new Uint8Array(stdout.subarray(0, Math.min(stdout.length & ~1, 2 * length)));
  return new Int16Array(bytes.buffer);
}
