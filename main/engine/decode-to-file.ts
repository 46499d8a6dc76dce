import { decode, PcmWriter, probe, type Tools, truncatedError } from '../media/index.ts';

/**
 * Decodes a media file to 16 kHz mono samples in a file, whole or not at all.
 *
 * @throws RolecallError `input` where the media is damaged or breaks off
 */
export async function decodeToFile(
  media: string,
  target: string,
  options: {
    readonly tools: Tools;
    readonly signal: AbortSignal;
    readonly onProgress?: (fraction: number) => void;
  },
): Promise<void> {
  const { tools, signal, onProgress } = options;
  const info = await probe(media, { tools, signal });
  const writer = await PcmWriter.create(target);
  try {
    const outcome = await decode(info, {
      tools,
      signal,
      onChunk: async (samples) => {
        await writer.write(samples);
        if (info.duration) onProgress?.(writer.samples / info.duration);
      },
    });
    if (outcome.kind === 'truncated') throw truncatedError(media, outcome);
    await writer.finish();
  } finally {
    await writer.discard();
  }
}
