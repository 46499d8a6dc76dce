import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { decode, PcmReader, PcmWriter, PeakBuilder, probe, truncatedError } from '../media/index.ts';
import type { EnergyTrack, Episode, Samples, SpeechActivity } from '../model/index.ts';
import { CepstrumBuilder, EnergyBuilder, SpeechDetector } from '../speech/index.ts';
import { setEpisodeChannels } from '../store/index.ts';
import { bytesOf, type CacheFile, cacheFile, cacheFolder, readFloats, writeWhole } from './cache.ts';
import { decodeToFile } from './decode-to-file.ts';
import type { EpisodePlan } from './plan.ts';
import type { Workbench } from './workbench.ts';

/** What the sound stage leaves behind. Close it: it holds the decoded samples open. */
export interface EpisodeAudio {
  readonly samples: Samples;
  readonly activity: SpeechActivity;
  readonly energy: EnergyTrack;
  /** The decoded samples; they stay open until `close`. */
  readonly openSamples: () => Promise<PcmReader>;
  /** Lets go of the decoded samples; they are large, and the media can give them again. */
  close(): Promise<void>;
}

/**
 * Decodes an episode once and makes in that pass what later stages and the window need: samples, speech
 * probabilities, levels, peaks, a listening copy. What an earlier run left is used again; the samples are then
 * decoded anew only if somebody reads them.
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
  const file = (kind: CacheFile): string => cacheFile(workbench.project.path, episode.id, kind);
  let samples = plan.audioSamples;
  if (samples === null) {
    samples = await analyse(episode, workbench, onProgress);
    await writeWhole(file('sound'), JSON.stringify({ key: plan.keys.audio, samples }));
  }
  let reader: Promise<PcmReader> | null = null;
  const openReader = async (): Promise<PcmReader> => {
    if (!existsSync(file('samples'))) await decodeSamples(episode, workbench, onProgress);
    return PcmReader.open(file('samples'));
  };
  return {
    samples,
    activity: { probabilities: await readFloats(file('probabilities')), hop: 512, samples },
    energy: { decibels: await readFloats(file('energy')), hop: 160 },
    openSamples() {
      reader ??= openReader();
      return reader;
    },
    async close() {
      await (await reader?.catch(() => null))?.close();
      await rm(file('samples'), { force: true });
    },
  };
}

async function analyse(
  episode: Episode,
  { project, tools, speech, signal }: Workbench,
  onProgress: (fraction: number) => void,
): Promise<Samples> {
  const file = (kind: CacheFile): string => cacheFile(project.path, episode.id, kind);
  // Gone until all is made: what an interrupted run leaves belongs to no media.
  await rm(file('sound'), { force: true });
  const info = await probe(episode.media, { tools, signal });
  const writer = await PcmWriter.create(file('samples'));
  try {
    const detector = new SpeechDetector(speech, { signal });
    const energy = new EnergyBuilder();
    const peaks = new PeakBuilder();
    const cepstra = new CepstrumBuilder();
    let done = 0;
    const outcome = await decode(info, {
      tools,
      signal,
      listeningCopy: file('audio'),
      onChunk: async (samples) => {
        energy.push(samples);
        peaks.push(samples);
        cepstra.push(samples);
        await Promise.all([writer.write(samples), detector.push(samples)]);
        done += samples.length;
        if (info.duration) onProgress(done / info.duration);
      },
    });
    if (outcome.kind === 'truncated') throw truncatedError(episode.media, outcome);
    setEpisodeChannels(project.database, episode.id, outcome.channels);
    const { probabilities } = await detector.finish();
    await writer.finish();
    await writeWhole(file('probabilities'), bytesOf(probabilities));
    await writeWhole(
      file('speech'),
      Uint8Array.from(probabilities, (value) => Math.round(value * 255)),
    );
    await writeWhole(file('energy'), bytesOf(energy.finish().decibels));
    await writeWhole(file('cepstra'), asBytes(cepstra.finish().values));
    await writeWhole(file('peaks'), asBytes(peaks.finish()));
    return outcome.samples;
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
