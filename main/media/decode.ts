import type { ChannelChoice, ChannelUse } from '../model/episode.ts';
import { asRolecallError, type RolecallError } from '../model/errors.ts';
import { SAMPLE_RATE, type Samples, samplesToSeconds } from '../model/time.ts';
import { chooseChannels, WITH_CENTRE } from './channels.ts';
import { type DeclaredEnd, declaredEnd } from './declared-end.ts';
import { inputArguments, inputError, requireFile } from './input-file.ts';
import { PartFile } from './part-file.ts';
import type { AudioStream, MediaInfo } from './probe.ts';
import { chooseAudio } from './probe.ts';
import { ToolProcess } from './tool-process.ts';
import type { Tools } from './tools.ts';

export interface DecodeOptions {
  readonly tools: Tools;
  readonly signal?: AbortSignal | undefined;
  /** Ordinal of the audio track from 0; the default track where absent. */
  readonly stream?: number | undefined;
  /** Hertz of the samples that are given; 16 kHz where absent. Lengths in the outcome count 16 kHz all the same. */
  readonly rate?: number | undefined;
  /** Where to put a listening copy (Opus in Ogg, mono, 24 kHz), made in the same pass. */
  readonly listeningCopy?: string | undefined;
  /** Milliseconds without any audio before the file is given up. */
  readonly timeLimit?: number | undefined;
  /** Given the samples in order; awaited, so that a slow reader slows the decoder. */
  readonly onChunk: (samples: Int16Array) => Promise<void> | void;
}

type HowComplete =
  | { readonly kind: 'complete'; readonly samples: Samples }
  /** Less came than the file declares: it was cut or damaged. `reasons` is what ffmpeg said. */
  | {
      readonly kind: 'truncated';
      readonly samples: Samples;
      /** What the file declares; null where only the mark of its end is missing. */
      readonly declared: Samples | null;
      readonly reasons: string;
    };

export type DecodeOutcome = HowComplete & {
  /** Which channels were heard. */
  readonly channels: ChannelUse;
};

/**
 * Speech for listening at 32 kbit/s. Complexity 0 and long packets are the cheapest that sound clean: half an
 * hour takes 2.4 s of one core with libopus 1.3, on top of the 1.2 s of decoding.
 */
const OPUS = ['-c:a', 'libopus', '-b:a', '32k', '-compression_level', '0', '-frame_duration', '60'];
const LISTENING_RATE = 24_000;

/**
 * Decodes one audio track to mono, 16-bit, 16 kHz unless asked otherwise, as a stream: nothing but the chunk in hand is in memory.
 * Sample 0 is the start of the container's time, as subtitles count: a track that begins later is led in with
 * silence, and gaps are filled.
 * @returns `truncated` where clearly less came than was declared; what came has been passed on.
 * @throws RolecallError `input` where nothing can be decoded; `environment` where the disk is full.
 */
export async function decode(info: MediaInfo, options: DecodeOptions): Promise<DecodeOutcome> {
  const { tools, signal, timeLimit, listeningCopy, rate = SAMPLE_RATE, onChunk } = options;
  const track = chooseAudio(info, options.stream);
  await requireFile(info.file);
  const channels = await chooseChannels(info, track, { tools, signal });
  const copy = listeningCopy === undefined ? null : await PartFile.create(listeningCopy);
  let tool: ToolProcess | null = null;
  try {
    const running = new ToolProcess(
      tools.ffmpeg.path,
      decodeArguments(info.file, track, copy !== null, rate, channels.choice),
      { signal, timeLimit, file: info.file },
      copy ? 2 : 1,
    );
    tool = running;
    const [decoded] = await Promise.all([
      readSamples(running, onChunk),
      copy ? readInto(running, copy) : undefined,
    ]);
    const { code, stderr } = await running.end();
    const samples = Math.round((decoded * SAMPLE_RATE) / rate);
    if (samples === 0) throw undecodable(info.file, stderr);
    const outcome = judge(info, track, samples, await declaredEnd(info.file, info.format), code, stderr);
    if (outcome.kind === 'complete') await copy?.finish();
    return { ...outcome, channels };
  } catch (error) {
    if (tool === null) throw error;
    // Whatever failed first, the tool must not go on; where it was stopped, why it was is what counts.
    tool.stop(asRolecallError(error, { file: info.file }));
    await tool.end();
    throw error;
  } finally {
    await copy?.discard();
  }
}

/** Exported for the test that asserts what ffmpeg is asked for. */
export function decodeArguments(
  file: string,
  track: AudioStream,
  withCopy: boolean,
  rate: number = SAMPLE_RATE,
  channels: ChannelChoice = 'mixed',
): string[] {
  const toMono = `aresample=async=1:first_pts=0,${downmix(track, channels)}`;
  const graph = withCopy
    ? `[0:a:${track.index}]${toMono},asplit[p][l];[p]aresample=${rate}[pcm];[l]aresample=${LISTENING_RATE}[copy]`
    : `[0:a:${track.index}]${toMono},aresample=${rate}[pcm]`;
  const pcm = ['-map', '[pcm]', '-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'];
  const copy = ['-map', '[copy]', ...OPUS, '-f', 'ogg', 'pipe:3'];
  return [
    ...['-v', 'error', '-hide_banner', '-nostdin', '-vn', '-sn', '-dn'],
    ...inputArguments(file),
    ...['-filter_complex', graph, ...pcm, ...(withCopy ? copy : [])],
  ];
}

const ALONE = { centre: 'FC', left: 'c0', right: 'c1' } as const;

/**
 * Dialogue is mixed into the centre: where there is one it makes up most of the mono signal, the front pair
 * the rest, and effects from behind nothing. ffmpeg's own downmix would lower the centre by 9 dB.
 */
function downmix({ layout }: AudioStream, channels: ChannelChoice): string {
  if (channels !== 'mixed') return `pan=mono|c0=${ALONE[channels]}`;
  return layout !== null && WITH_CENTRE.test(layout)
    ? 'pan=mono|c0=0.6*FC+0.2*FL+0.2*FR'
    : 'aformat=channel_layouts=mono';
}

/** Two seconds: ffmpeg gives some hundred samples at a time, too few to be worth a turn of the event loop. */
const CHUNK_BYTES = 64_000;

async function readSamples(tool: ToolProcess, onChunk: DecodeOptions['onChunk']): Promise<Samples> {
  let samples = 0;
  let chunk = new Uint8Array(CHUNK_BYTES);
  let filled = 0;
  const pass = async (): Promise<void> => {
    const whole = new Int16Array(chunk.buffer, 0, Math.floor(filled / 2));
    samples += whole.length;
    chunk = new Uint8Array(CHUNK_BYTES);
    filled = 0;
    await onChunk(whole);
  };
  for await (const part of tool.stdout as AsyncIterable<Buffer>) {
    tool.patient();
    for (let at = 0; at < part.length; ) {
      const taken = Math.min(part.length - at, CHUNK_BYTES - filled);
      chunk.set(part.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled === CHUNK_BYTES) await pass();
    }
    tool.alive();
  }
  if (filled > 1) await pass();
  return samples;
}

async function readInto(tool: ToolProcess, copy: PartFile): Promise<void> {
  for await (const part of tool.output(3) as AsyncIterable<Buffer>) await copy.write(part);
}

/**
 * A track may well end before its container (pictures go on), so its own length is held more strictly than
 * the container's. Where ffmpeg itself speaks of an early end, less is needed.
 */
function judge(
  info: MediaInfo,
  track: AudioStream,
  samples: Samples,
  end: DeclaredEnd,
  code: number | null,
  stderr: string,
): HowComplete {
  const reasons = firstLines(stderr);
  if (end.kind === 'missing') return { kind: 'truncated', samples, declared: null, reasons };
  const declared = end.kind === 'declared' ? end.samples : (track.duration ?? info.duration);
  if (declared === null) {
    return code === 0 ? { kind: 'complete', samples } : { kind: 'truncated', samples, declared, reasons };
  }
  const missing = samplesToSeconds(declared - samples);
  const whole = samplesToSeconds(declared);
  const tolerated =
    track.duration === null && end.kind === 'unknown'
      ? Math.max(10, whole * 0.03)
      : Math.max(1.5, whole * 0.01);
  const saidSo = code !== 0 || /prematurely|partial file|truncat|end of file/i.test(stderr);
  if (missing <= (saidSo ? 0.5 : tolerated)) return { kind: 'complete', samples };
  return { kind: 'truncated', samples, declared, reasons };
}

const firstLines = (stderr: string): string => stderr.trim().split('\n').slice(0, 3).join('; ').slice(0, 300);

function undecodable(file: string, stderr: string): RolecallError {
  const said = firstLines(stderr);
  return inputError(
    file,
    `No audio could be decoded${said ? ` (${said})` : ''}.`,
    'Play it in another program: if it is silent there too, copy it again; if it plays, convert it to FLAC.',
  );
}

/** The failure to list for an episode whose media was cut. */
export function truncatedError(file: string, outcome: HowComplete & { kind: 'truncated' }): RolecallError {
  const got = `${samplesToSeconds(outcome.samples)} s`;
  return inputError(
    file,
    outcome.declared === null
      ? `The file breaks off after ${got}: the mark of its end is missing.`
      : `The file breaks off: ${got} of ${samplesToSeconds(outcome.declared)} s could be decoded.`,
    'Copy it again from where it came from; the copy is incomplete or damaged.',
  );
}
