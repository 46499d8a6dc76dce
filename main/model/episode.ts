import { z } from 'zod';
import { SETTINGS_PARTS } from './errors.ts';

/** What stands in the way of an episode, with the remedy, as shown to people. */
export const problem = z.object({
  message: z.string(),
  remedy: z.string(),
  file: z.string().nullable(),
  place: z.string().nullable(),
  /** The part of the window's settings in which it can be mended; absent: none. */
  mendedIn: z.enum(SETTINGS_PARTS).optional(),
});
export type Problem = z.infer<typeof problem>;

export const EPISODE_STATUSES = ['new', 'queued', 'running', 'done', 'failed', 'stopped', 'missing'] as const;
export const episodeStatus = z.enum(EPISODE_STATUSES);
export type EpisodeStatus = z.infer<typeof episodeStatus>;

/** What of a track is heard: all of it mixed to mono, or one channel alone. */
export const CHANNEL_CHOICES = ['mixed', 'centre', 'left', 'right'] as const;

export const channelUse = z.object({
  choice: z.enum(CHANNEL_CHOICES),
  /** By how much the choice raises speech against the rest over the mix, dB; null where nothing was compared. */
  gain: z.number().nullable(),
});
export type ChannelUse = z.infer<typeof channelUse>;
export type ChannelChoice = ChannelUse['choice'];

/** One media file with its subtitles and script, as the project knows it. Paths are absolute. */
export const episode = z.object({
  id: z.string(),
  /** What people call it: the media's name without folder and extension. */
  title: z.string(),
  /** Episodes of one series share characters and voices. */
  series: z.string(),
  media: z.string(),
  /** Path of a subtitle file, `embedded:N` for stream N of the media, or null. */
  subtitles: z.string().nullable(),
  script: z.string().nullable(),
  /** Who paired the files: the scan, or a person, whose choice a scan never changes. */
  pairedBy: z.enum(['scan', 'person']),
  status: episodeStatus,
  /** Found by the scan: what is ambiguous or missing. */
  warnings: z.array(problem),
  /** Why the last run failed. */
  failure: problem.nullable(),
  /** Length in samples at 16 kHz; null before the first run. */
  samples: z.number().int().nullable(),
  /** Which channels of the sound are heard; null before the first run of this version. */
  channels: channelUse.nullable().optional(),
  utterances: z.number().int(),
  reviewed: z.number().int(),
});
export type Episode = z.infer<typeof episode>;

/** The stages of one episode, in order. `voice` and `words` belong to the series and come last. */
export const STAGES = ['audio', 'text', 'alignment', 'boundaries', 'embedding', 'voice', 'words'] as const;
export const stage = z.enum(STAGES);
export type Stage = z.infer<typeof stage>;
