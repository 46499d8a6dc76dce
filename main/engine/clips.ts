import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClipRequest } from '../export/index.ts';
import { decode, findTools, PcmReader, probe, type Tools, writeFlac } from '../media/index.ts';
import { SAMPLE_RATE } from '../model/index.ts';
import { decodeToFile } from './decode-to-file.ts';

/** Cuts clips of one media file: decodes it once, then writes each span as FLAC. */
export async function cutClips(
  media: string,
  clips: readonly ClipRequest[],
  signal: AbortSignal,
): Promise<void> {
  const tools = await findTools();
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-clips-'));
  try {
    const samples = join(folder, 'samples.s16');
    await decodeToFile(media, samples, { tools, signal });
    const reader = await PcmReader.open(samples);
    try {
      for (const { start, end, file } of clips) {
        signal.throwIfAborted();
        await writeFlac(await reader.readWhole({ start, end }), file, { signal });
      }
    } finally {
      await reader.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds that a file decodes to. @throws RolecallError where it does not decode to its end */
export async function decodedSeconds(file: string, tools: Tools, signal: AbortSignal): Promise<number> {
  let samples = 0;
  await decode(await probe(file, { tools, signal }), {
    tools,
    signal,
    onChunk: (chunk) => {
      samples += chunk.length;
    },
  });
  return samples / SAMPLE_RATE;
}
