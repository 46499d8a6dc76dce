import { z } from 'zod';
import type { RolecallError } from '../model/errors.ts';
import { secondsToSamples } from '../model/time.ts';
import { inputArguments, inputError, requireFile } from './input-file.ts';
import { runTool } from './tool-process.ts';
import type { Tools } from './tools.ts';

export interface AudioStream {
  /** Ordinal among the audio streams, from 0. */
  readonly index: number;
  readonly codec: string;
  readonly channels: number;
  /** ffmpeg's name, such as "5.1(side)"; null where the file gives none. */
  readonly layout: string | null;
  /** Hertz. */
  readonly rate: number;
  readonly language: string | null;
  readonly title: string | null;
  readonly isDefault: boolean;
  /** Samples at 16 kHz that the stream itself declares; null where it declares nothing. */
  readonly duration: number | null;
}

export interface SubtitleStream {
  /** Ordinal among the subtitle streams, from 0. */
  readonly index: number;
  readonly codec: string;
  readonly language: string | null;
  readonly title: string | null;
  /** Whether it holds text; pictures of text cannot be read. */
  readonly isText: boolean;
}

export interface MediaInfo {
  readonly file: string;
  readonly bytes: number;
  /** ffmpeg's names of the container: "matroska,webm". */
  readonly format: string;
  /** Samples at 16 kHz that the container declares; null where it declares nothing. */
  readonly duration: number | null;
  /** At least one, unless it was not asked for. */
  readonly audio: readonly AudioStream[];
  readonly subtitles: readonly SubtitleStream[];
}

/** Beyond these a header lies, or is made to eat all memory. */
const LIMITS = { channels: 32, lowestRate: 4_000, highestRate: 400_000, hours: 100 } as const;

const TEXT_SUBTITLES = new Set(['subrip', 'srt', 'ass', 'ssa', 'webvtt', 'mov_text', 'text']);

const tags = z.record(z.string(), z.string()).catch({}).default({});
const seconds = z.coerce.number().nonnegative().nullable().catch(null).default(null);
const stream = z.object({
  codec_type: z.string().default('unknown'),
  codec_name: z.string().default('unknown'),
  channels: z.number().int().catch(0).default(0),
  channel_layout: z.string().optional(),
  sample_rate: z.coerce.number().catch(0).default(0),
  duration: seconds,
  tags,
  disposition: z.object({ default: z.number() }).partial().default({}),
});
const output = z.object({
  streams: z.array(stream).default([]),
  format: z.object({ format_name: z.string().default('unknown'), duration: seconds }).optional(),
});
type Stream = z.infer<typeof stream>;

export interface ProbeOptions {
  readonly tools: Tools;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until ffprobe is given up. */
  readonly timeLimit?: number | undefined;
  /** Whether a file without sound is refused. */
  readonly needsAudio?: boolean;
}

/**
 * Asks ffprobe what a media file holds.
 * @throws RolecallError `input` where it is missing, empty, no media, without audio or beyond the limits.
 */
export async function probe(
  file: string,
  { tools, signal, timeLimit, needsAudio = true }: ProbeOptions,
): Promise<MediaInfo> {
  const bytes = await requireFile(file);
  const { code, stdout, stderr } = await runTool(
    tools.ffprobe.path,
    ['-v', 'error', '-hide_banner', '-of', 'json', '-show_format', '-show_streams', ...inputArguments(file)],
    { signal, timeLimit, file },
  );
  if (code !== 0) throw unreadable(file, stderr);
  const found = output.safeParse(parseJson(stdout));
  if (!found.success || found.data.format === undefined) throw unreadable(file, stderr);
  const { streams, format } = found.data;
  const audio = streams.filter((s) => s.codec_type === 'audio').map(audioStream);
  if (audio.length === 0 && needsAudio) {
    throw inputError(
      file,
      'The file has no audio track.',
      'Use a copy with its sound, or leave the episode out.',
    );
  }
  audio.forEach((track) => {
    requireSane(file, track);
  });
  return {
    file,
    bytes,
    format: format.format_name,
    duration: samplesOf(format.duration),
    audio,
    subtitles: streams.filter((s) => s.codec_type === 'subtitle').map(subtitleStream),
  };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

const tag = (found: Stream, name: string): string | null => {
  const key = Object.keys(found.tags).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? null : (found.tags[key] ?? null);
};

const samplesOf = (value: number | null): number | null =>
  value === null || value > LIMITS.hours * 3600 ? null : secondsToSamples(value);

/** Matroska writes a stream's length as a tag: "00:41:58.123000000". */
function taggedDuration(found: Stream): number | null {
  const parts = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(tag(found, 'duration') ?? '');
  return parts ? Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]) : null;
}

const audioStream = (found: Stream, index: number): AudioStream => ({
  index,
  codec: found.codec_name,
  channels: found.channels,
  layout:
    found.channel_layout === undefined || found.channel_layout === 'unknown' ? null : found.channel_layout,
  rate: found.sample_rate,
  language: tag(found, 'language'),
  title: tag(found, 'title'),
  isDefault: found.disposition.default === 1,
  duration: samplesOf(found.duration ?? taggedDuration(found)),
});

const subtitleStream = (found: Stream, index: number): SubtitleStream => ({
  index,
  codec: found.codec_name,
  language: tag(found, 'language'),
  title: tag(found, 'title'),
  isText: TEXT_SUBTITLES.has(found.codec_name),
});

function requireSane(file: string, { index, channels, rate }: AudioStream): void {
  const { lowestRate, highestRate } = LIMITS;
  if (channels >= 1 && channels <= LIMITS.channels && rate >= lowestRate && rate <= highestRate) return;
  throw inputError(
    file,
    `The audio track declares ${channels} channels at ${rate} Hz, which no episode has.`,
    'The header is damaged: copy the file again, or convert it with a program that plays it.',
    `audio track ${index + 1}`,
  );
}

function unreadable(file: string, stderr: string): RolecallError {
  const reason = stderr
    .split('\n')
    .map((line) => line.replace(/^\[[^\]]*\]\s*/, '').trim())
    .find((line) => line !== '' && !line.startsWith('file:'));
  return inputError(
    file,
    `This is no media file that can be read${reason ? ` (${reason.slice(0, 200)})` : ''}.`,
    'Play it in another program: if that fails too, copy it again; if it plays, convert it to MKV or FLAC.',
  );
}

/** The track to work on: the one asked for, else the default one, else the first. */
export function chooseAudio(info: MediaInfo, index?: number): AudioStream {
  const chosen =
    index === undefined ? (info.audio.find((track) => track.isDefault) ?? info.audio[0]) : info.audio[index];
  if (chosen) return chosen;
  throw inputError(
    info.file,
    `There is no audio track ${(index ?? 0) + 1}; the file has ${info.audio.length}.`,
    'Name one of them.',
  );
}
