import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  chooseAudio,
  decode,
  PartFile,
  PcmReader,
  PcmWriter,
  probe,
  type Tools,
  truncatedError,
  wavFile,
  writeFlac,
} from '../media/index.ts';
import { runTool } from '../media/tool-process.ts';
import { RolecallError, SAMPLE_RATE } from '../model/index.ts';
import type { ClipFacts, ClipOptions, ClipRequest } from './clip-options.ts';
import { bringToLevel, fadeEnds } from './clip-sound.ts';
import type { EnhancedClips } from './enhance.ts';
import { notWritten } from './files.ts';
import { type OpenSamples, passingFolder } from './open-samples.ts';

/** The tools are only asked for where one is needed. */
export interface CutTools {
  readonly tools: () => Promise<Tools>;
  readonly signal: AbortSignal;
  /** Where decoded sound lies meanwhile; absent: the system's folder for such files. */
  readonly temporary?: string;
}

/** Clips of one media file that are on their way to the disk at once. */
const WRITTEN_AT_ONCE = 8;
const OPUS_RATES = [8_000, 12_000, 16_000, 24_000, 48_000] as const;

/** The rate of clips: what is asked for, or the source's; the next one above that Opus knows. */
export function clipRate(options: ClipOptions, sourceRate: number): number {
  const rate = options.rate ?? sourceRate;
  return options.codec === 'opus' ? (OPUS_RATES.find((each) => each >= rate) ?? 48_000) : rate;
}

/**
 * Decodes a media file once, into a temporary file that `close` takes away.
 *
 * @throws RolecallError `input` where the media is missing, damaged or breaks off
 */
export async function decodeSamples(
  media: string,
  options: ClipOptions,
  { tools, signal, temporary }: CutTools,
): Promise<OpenSamples> {
  const found = await tools();
  const info = await probe(media, { tools: found, signal });
  const rate = clipRate(options, chooseAudio(info, undefined).rate);
  const folder = await passingFolder('rolecall-clips-', temporary);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const file = join(folder, 'samples.s16');
    const writer = await PcmWriter.create(file);
    try {
      const outcome = await decode(info, {
        tools: found,
        signal,
        rate,
        onChunk: (chunk) => writer.write(chunk),
      });
      if (outcome.kind === 'truncated') throw truncatedError(media, outcome);
      await writer.finish();
    } finally {
      await writer.discard();
    }
    const reader = await PcmReader.open(file);
    return {
      reader,
      rate,
      async close() {
        await reader.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Writes clips from decoded samples: each exactly from its first to before its last sample, silence
 * where the media has ended, enhanced where `enhanced` says so, faded and brought to a level as asked.
 *
 * @throws RolecallError `environment` where a clip cannot be written
 */
export async function writeClips(
  { reader, rate }: OpenSamples,
  clips: readonly ClipRequest[],
  options: ClipOptions,
  { tools, signal }: CutTools,
  enhanced: EnhancedClips | null = null,
): Promise<ClipFacts[]> {
  const facts: ClipFacts[] = [];
  const writing = new Set<Promise<unknown>>();
  const failures: unknown[] = [];
  try {
    for (const [index, { start, end, file }] of clips.entries()) {
      signal.throwIfAborted();
      const [from, to] = [toRate(start, rate), toRate(end, rate)];
      const samples = new Int16Array(to - from);
      const known = await reader.readWhole({ start: from, end: to });
      const enhancement = enhanced?.outcomes[index];
      // Where the media has ended, nothing is enhanced either.
      if (enhancement !== 'applied' || enhanced === null) samples.set(known);
      else samples.set(await enhanced.read(index, from, known.length));
      if (options.loudness !== null) bringToLevel(samples, rate, options.loudness);
      fadeEnds(samples, toRate(options.fade, rate));
      facts.push({ rate, samples: samples.length, ...(enhancement === undefined ? {} : { enhancement }) });
      // A disk that is asked to keep one clip for good can take others meanwhile.
      if (writing.size >= WRITTEN_AT_ONCE) await Promise.race(writing);
      const written = writeClip(samples, rate, file, options, { tools, signal })
        .catch((error: unknown) => void failures.push(error))
        .finally(() => writing.delete(written));
      writing.add(written);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(writing);
  }
  if (failures.length > 0) throw failures[0];
  return facts;
}

async function writeClip(
  samples: Int16Array,
  rate: number,
  file: string,
  { codec }: ClipOptions,
  { tools, signal }: CutTools,
): Promise<void> {
  if (codec === 'flac') await writeFlac(samples, file, { rate, signal });
  else if (codec === 'wav') await writeBytes(file, wavFile(samples, rate));
  else await writeOpus(samples, rate, file, await tools(), signal);
}

const toRate = (samples: number, rate: number): number => Math.round((samples * rate) / SAMPLE_RATE);

async function writeBytes(file: string, bytes: Uint8Array): Promise<void> {
  const part = await PartFile.create(file);
  try {
    await part.write(bytes);
    await part.finish();
  } finally {
    await part.discard();
  }
}

/** Opus in Ogg at 48 kbit/s, through ffmpeg: one call a clip. Nothing of chance is in the file. */
async function writeOpus(
  samples: Int16Array,
  rate: number,
  file: string,
  tools: Tools,
  signal: AbortSignal,
): Promise<void> {
  const source = `${file}.wav`;
  try {
    await writeBytes(source, wavFile(samples, rate));
    const exact = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'];
    const { code, stderr } = await runTool(
      tools.ffmpeg.path,
      [
        '-v',
        'error',
        '-nostdin',
        '-y',
        '-i',
        `file:${source}`,
        '-c:a',
        'libopus',
        '-b:a',
        '48k',
        // Older ffmpeg counts the encoder's delay in samples of the source and writes it as samples at 48 kHz.
        '-ar',
        '48000',
        ...exact,
        '-f',
        'ogg',
        `file:${file}`,
      ],
      { signal, file },
    );
    if (code === 0) return;
    throw new RolecallError({
      kind: 'environment',
      message: `The clip cannot be written as Opus (${stderr.trim().slice(0, 200)}).`,
      remedy: 'Check the space on the disk, or export FLAC.',
      file,
    });
  } catch (error) {
    throw notWritten(file, error);
  } finally {
    await rm(source, { force: true });
  }
}
