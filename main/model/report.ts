import { z } from 'zod';

const count = z.number().int().min(0);

/** Parts of the morning's report that its file, the engine and the window tell alike. */
export const episodeOutlier = z.object({
  episode: z.string(),
  measure: z.string(),
  /** Shares are 0 to 1. */
  value: z.number(),
  /** The median of all episodes. */
  usual: z.number(),
  unit: z.enum(['%', 'dB', '']),
});

/** A line whose label is probably wrong, and what is said and heard. */
export const doubtfulLine = z.object({
  episode: z.string(),
  text: z.string(),
  speaker: z.string().nullable(),
  heard: z.string().nullable(),
  /** Probability that the label is wrong. */
  mislabel: z.number(),
});

export const characterCount = z.object({
  series: z.string(),
  character: z.string(),
  utterances: count,
  seconds: z.number().min(0),
  accepted: count,
});
export type CharacterCount = z.infer<typeof characterCount>;

/** Bytes of a project's parts. */
export const diskUse = z.object({ database: count, cache: count, backups: count, exports: count });
export type DiskUse = z.infer<typeof diskUse>;
