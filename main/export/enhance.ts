import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PcmReader, PcmWriter, type Tools, toFloat } from '../media/index.ts';
import { runTool } from '../media/tool-process.ts';
import { type EnhancementOutcome, RolecallError, SAMPLE_RATE } from '../model/index.ts';
import type { ClipRequest } from './clip-options.ts';
import { ENHANCER_RATE, type Region, regionsOf } from './enhance-regions.ts';
import { type OpenSamples, passingFolder } from './open-samples.ts';

/**
 * Least likeness (cosine) of a clip's voice before and after. Of 40 clips of speech in 0 to 15 dB of noise the lowest
 * was 0.69, and the changed ones were on average nearer to the clean voice (`npm run bench:enhancement`): what lies
 * below is out of the common.
 */
export const LEAST_LIKENESS = 0.6;

/** What cleans clips and knows voices apart; models are not this room's concern. */
export interface ClipEnhancer {
  /** Lowers the noise in samples of 48 kHz, -1 to 1: as many come back, each in its place. */
  enhance(samples: Float32Array, signal: AbortSignal): Promise<Float32Array>;
  /** How alike the voices of two clips of 16 kHz are, -1 to 1; null where one has too little of a voice to tell. */
  likeness(before: Float32Array, after: Float32Array, signal: AbortSignal): Promise<number | null>;
}

/** Where the sound of one media file comes from. */
export interface EnhanceJob {
  readonly clips: readonly ClipRequest[];
  /** Hertz of the clips. */
  readonly rate: number;
  /** Opens the media at a rate. */
  readonly open: (rate: number) => Promise<OpenSamples>;
  readonly enhancer: ClipEnhancer;
  readonly tools: () => Promise<Tools>;
  readonly signal: AbortSignal;
  /** Where the enhanced sound lies meanwhile; absent: the system's folder for such files. */
  readonly temporary?: string;
}

/** The enhanced sound of clips, on this disk until `close`. */
export interface EnhancedClips {
  /** What became of each clip, in the order asked for. */
  readonly outcomes: readonly EnhancementOutcome[];
  /** The samples of a clip at its rate, from its first on; only of clips whose outcome is `applied`. */
  read(clip: number, from: number, length: number): Promise<Int16Array>;
  close(): Promise<void>;
}

/** Pieces that are worked on side by side: one a process, and one each that waits. */
const SIDE_BY_SIDE = 4;

/**
 * Enhances the clips of one media file: each with what is heard before and after it, at 48 kHz, brought to the clips'
 * rate by ffmpeg all at once. A clip whose voice is no longer the same, or cannot be compared, is to be exported as it
 * was. A clip that says what became of it (a recipe's) is believed.
 *
 * @throws RolecallError as opening the media does, or where the temporary folder cannot be written
 */
export async function enhanceClips(job: EnhanceJob): Promise<EnhancedClips> {
  const { clips, rate, signal } = job;
  const folder = await passingFolder('rolecall-enhanced-', job.temporary);
  const readers: PcmReader[] = [];
  const close = async (): Promise<void> => {
    for (const each of readers.splice(0)) await each.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const regions = regionsOf(clips, rate);
    const file = join(folder, 'enhanced.s16');
    await writeRegions(job, regions, file);
    const opened = async (hertz: number): Promise<PcmReader> => {
      const reader = await PcmReader.open(hertz === ENHANCER_RATE ? file : await resampled(file, hertz, job));
      readers.push(reader);
      return reader;
    };
    const reader = await opened(rate);
    const isDecided = clips.every(({ enhancement }) => enhancement !== undefined);
    const heard = isDecided || rate === SAMPLE_RATE ? reader : await opened(SAMPLE_RATE);
    const outcomes = await decide(job, regions, heard);
    const read = (clip: number, from: number, length: number): Promise<Int16Array> => {
      signal.throwIfAborted();
      const start = (regions[clip] as Region).placeOf(from, rate);
      return reader.readWhole({ start, end: start + length });
    };
    return { outcomes, read, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Enhances region after region, some side by side, and writes them one after the other. */
async function writeRegions(
  { clips, open, enhancer, signal }: EnhanceJob,
  regions: readonly Region[],
  file: string,
): Promise<void> {
  const media = await open(ENHANCER_RATE);
  const writer = await PcmWriter.create(file);
  try {
    const enhance = async (
      { heardFrom, heardTo, from, length }: Region,
      clip: number,
    ): Promise<Int16Array> => {
      if (clips[clip]?.enhancement !== undefined && clips[clip].enhancement !== 'applied') {
        return new Int16Array(length);
      }
      const heard = new Float32Array(heardTo - heardFrom);
      const known = await media.reader.read({ start: heardFrom, end: heardTo });
      heard.set(known, Math.max(0, -heardFrom));
      const enhanced = await enhancer.enhance(heard, signal);
      return toWhole(enhanced.subarray(from - heardFrom, from - heardFrom + length));
    };
    await inOrder(regions, enhance, (samples) => writer.write(samples), signal);
    await writer.finish();
  } finally {
    await writer.discard();
    await media.close();
  }
}

/** Whether each clip's voice survived. */
async function decide(
  { clips, open, enhancer, signal }: EnhanceJob,
  regions: readonly Region[],
  heard: PcmReader,
): Promise<EnhancementOutcome[]> {
  const outcomes: EnhancementOutcome[] = [];
  const isDecided = clips.every(({ enhancement }) => enhancement !== undefined);
  const media = isDecided ? null : await open(SAMPLE_RATE);
  try {
    const outcomeOf = async (region: Region, clip: number): Promise<EnhancementOutcome> => {
      const { start, end, enhancement } = clips[clip] as ClipRequest;
      if (enhancement !== undefined || media === null) return enhancement ?? 'voice-unknown';
      const place = region.placeOf(start, SAMPLE_RATE);
      const before = await media.reader.read({ start, end });
      const after = await heard.readWhole({ start: place, end: place + before.length });
      const likeness = await enhancer.likeness(before, toFloat(after), signal);
      if (likeness === null) return 'voice-unknown';
      return likeness >= LEAST_LIKENESS ? 'applied' : 'voice-changed';
    };
    await inOrder(regions, outcomeOf, (outcome) => void outcomes.push(outcome), signal);
  } finally {
    await media?.close();
  }
  return outcomes;
}

/** Works on some items side by side and hands on what comes of each in order. */
async function inOrder<Item, Made>(
  items: readonly Item[],
  make: (item: Item, index: number) => Promise<Made>,
  take: (made: Made) => Promise<void> | void,
  signal: AbortSignal,
): Promise<void> {
  const waiting: Promise<Made>[] = [];
  try {
    for (let next = 0, taken = 0; taken < items.length; taken += 1) {
      signal.throwIfAborted();
      for (; next < items.length && next - taken < SIDE_BY_SIDE; next += 1) {
        const made = make(items[next] as Item, next);
        // Whoever takes it hears of its failure; those behind it need not be unhandled meanwhile.
        made.catch(() => {});
        waiting.push(made);
      }
      await take(await (waiting.shift() as Promise<Made>));
    }
  } finally {
    await Promise.allSettled(waiting);
  }
}

function toWhole(samples: Float32Array): Int16Array {
  const whole = new Int16Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) {
    whole[at] = Math.max(-32_768, Math.min(32_767, Math.round((samples[at] as number) * 32_768)));
  }
  return whole;
}

/** The same sound at another rate, in a file beside it. */
async function resampled(file: string, rate: number, { tools, signal }: EnhanceJob): Promise<string> {
  const target = `${file}.${rate}`;
  const raw = ['-f', 's16le', '-ac', '1'];
  const { code, stderr } = await runTool(
    (await tools()).ffmpeg.path,
    [
      ...['-v', 'error', '-nostdin', '-y', ...raw, '-ar', String(ENHANCER_RATE), '-i', `file:${file}`],
      ...['-af', `aresample=${rate}`, ...raw, `file:${target}`],
    ],
    // It writes to a file and is not heard of until it is done; a day of sound takes minutes.
    { signal, timeLimit: 600_000 },
  );
  if (code === 0) return target;
  throw new RolecallError({
    kind: 'environment',
    message: `The enhanced sound cannot be brought to ${rate} Hz (${stderr.trim().slice(0, 200)}).`,
    remedy: 'Check the space for temporary files, or export without --enhance.',
    file: target,
  });
}
