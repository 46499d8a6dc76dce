import { InferenceHost } from '../../native-models/index.ts';
import { decode, findTools, probe, truncatedError } from '../media/index.ts';
import type { EnergyTrack, SpeechActivity } from '../model/index.ts';
import { EnergyBuilder, SpeechDetector } from '../speech/index.ts';

export interface ListenOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** Speech activity and levels of one media file, for commands that keep no project. */
export async function listenTo(
  file: string,
  { signal, onProgress }: ListenOptions,
): Promise<{ activity: SpeechActivity; energy: EnergyTrack }> {
  const tools = await findTools();
  const host = new InferenceHost();
  try {
    const info = await probe(file, { tools, signal });
    const detector = new SpeechDetector(host.speechModel(), { signal });
    const energy = new EnergyBuilder();
    let done = 0;
    const outcome = await decode(info, {
      tools,
      signal,
      onChunk: async (samples) => {
        energy.push(samples);
        await detector.push(samples);
        done += samples.length;
        if (info.duration) onProgress?.(done / info.duration);
      },
    });
    if (outcome.kind === 'truncated') throw truncatedError(file, outcome);
    return { activity: await detector.finish(), energy: energy.finish() };
  } finally {
    await host.close();
  }
}
