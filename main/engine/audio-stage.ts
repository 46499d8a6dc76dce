import { mkdir, rm } from 'node:fs/promises';
import { decode, PcmReader, PcmWriter, PeakBuilder, probe, truncatedError } from '../media/index.ts';
import type { EnergyTrack, Episode, Samples, Span, SpeechActivity } from '../model/index.ts';
import { EnergyBuilder, SpeechDetector } from '../speech/index.ts';
import { bytesOf, cacheFile, cacheFolder, readFloats, writeWhole } from './cache.ts';
import { decodeToFile } from './decode-to-file.ts';
import type { EpisodePlan } from './plan.ts';
import type { Workbench } from './workbench.ts';

/** What the sound stage leaves behind. Close it: it holds the decoded samples open. */
export interface EpisodeAudio {
  readonly samples: Samples;
  readonly activity: SpeechActivity;
  readonly energy: EnergyTrack;
  readonly readSpan: (span: Span) => Promise<Float32Array>;
  /** Lets go of the decoded samples; they are large, and the media can give them again. */
  close(): Promise<void>;
}

/**
 * Decodes an episode once and makes in that pass what later stages and the window need: samples, speech
 * probabilities, levels, peaks, a listening copy. What an earlier run left is used again; only the samples
 * are then decoded anew.
 *
 * @throws RolecallError `input` where the media is damaged or breaks off
 */
export async function episodeAudio(
  episode: Episode,
  plan: EpisodePlan,
  workbench: Workbench,
  onProgress: (fraction: number) => void,
): Promise<EpisodeAudio> {
  await mkdir(cacheFolder(workbench.project.path, episode.id), { recursive: true });
  if (!plan.hasAudio) await analyse(episode, workbench, onProgress);
  else await decodeSamples(episode, workbench, onProgress);
  const file = (kind: Parameters<typeof cacheFile>[2]): string =>
    cacheFile(workbench.project.path, episode.id, kind);
  const reader = await PcmReader.open(file('samples'));
  return {
    samples: reader.samples,
    activity: { probabilities: await readFloats(file('probabilities')), hop: 512, samples: reader.samples },
    energy: { decibels: await readFloats(file('energy')), hop: 160 },
    readSpan: (span) => reader.read(span),
    async close() {
      await reader.close();
      await rm(file('samples'), { force: true });
    },
  };
}

async function analyse(
  episode: Episode,
  { project, tools, speech, signal }: Workbench,
  onProgress: (fraction: number) => void,
): Promise<void> {
  const file = (kind: Parameters<typeof cacheFile>[2]): string => cacheFile(project.path, episode.id, kind);
  const info = await probe(episode.media, { tools, signal });
  const writer = await PcmWriter.create(file('samples'));
  try {
    const detector = new SpeechDetector(speech, { signal });
    const energy = new EnergyBuilder();
    const peaks = new PeakBuilder();
    let done = 0;
    const outcome = await decode(info, {
      tools,
      signal,
      listeningCopy: file('audio'),
      onChunk: async (samples) => {
        energy.push(samples);
        peaks.push(samples);
        await Promise.all([writer.write(samples), detector.push(samples)]);
        done += samples.length;
        if (info.duration) onProgress(done / info.duration);
      },
    });
    if (outcome.kind === 'truncated') throw truncatedError(episode.media, outcome);
    const { probabilities } = await detector.finish();
    await writer.finish();
    await writeWhole(file('probabilities'), bytesOf(probabilities));
    await writeWhole(
      file('speech'),
      Uint8Array.from(probabilities, (value) => Math.round(value * 255)),
    );
    await writeWhole(file('energy'), bytesOf(energy.finish().decibels));
    await writeWhole(file('peaks'), asBytes(peaks.finish()));
  } finally {
    await writer.discard();
  }
}

async function decodeSamples(
  episode: Episode,
  { project, tools, signal }: Workbench,
  onProgress: (fraction: number) => void,
): Promise<void> {
  await decodeToFile(episode.media, cacheFile(project.path, episode.id, 'samples'), {
    tools,
    signal,
    onProgress,
  });
}

const asBytes = (values: Int8Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
