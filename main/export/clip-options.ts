import { z } from 'zod';
import { type EnhancementOutcome, enhancement, SAMPLE_RATE } from '../model/index.ts';

export const CLIP_CODECS = ['flac', 'wav', 'opus'] as const;
export const clipCodec = z.enum(CLIP_CODECS);
export type ClipCodec = z.infer<typeof clipCodec>;

/** How clips are cut. */
export const clipOptions = z.object({
  codec: clipCodec,
  /** Hertz; null: as the media has it. Opus knows 8, 12, 16, 24 and 48 kHz only. */
  rate: z.number().int().min(4000).max(192_000).nullable(),
  /** Sound kept before and after each utterance, samples at 16 kHz. */
  padding: z
    .number()
    .int()
    .min(0)
    .max(SAMPLE_RATE * 5),
  /** Length of the fade at both ends, samples at 16 kHz. */
  fade: z.number().int().min(0).max(SAMPLE_RATE),
  /** Level that the speech of each clip is brought to, dBFS of its root mean square; null: as it is. */
  loudness: z.number().min(-60).max(-5).nullable(),
  /** What clips are cleaned with; datasets of older versions say nothing of it. */
  enhance: enhancement.default('none'),
});
export type ClipOptions = z.infer<typeof clipOptions>;

/** As the model hears it: nothing added, nothing changed. */
export const PLAIN_CLIPS: ClipOptions = {
  codec: 'flac',
  rate: SAMPLE_RATE,
  padding: 0,
  fade: 0,
  loudness: null,
  enhance: 'none',
};

/** A span to cut, in samples at 16 kHz, and the file to write it to. */
export interface ClipRequest {
  readonly start: number;
  readonly end: number;
  readonly file: string;
  /** What became of it in an earlier export that is made again; absent: to be found out. */
  readonly enhancement?: EnhancementOutcome;
}

/** What a cut clip turned out to be. */
export interface ClipFacts {
  /** Hertz. */
  readonly rate: number;
  /** Length in samples at `rate`. */
  readonly samples: number;
  /** What became of it where it was to be enhanced. */
  readonly enhancement?: EnhancementOutcome;
}

/**
 * Cuts clips of one media file and verifies what it wrote. Gives the facts of each in the order
 * asked for, or nothing where the clips are exactly the spans at 16 kHz.
 */
export type CutClips = (
  media: string,
  clips: readonly ClipRequest[],
  signal: AbortSignal,
  options: ClipOptions,
) => // biome-ignore lint/suspicious/noConfusingVoidType: a cutter of plain clips has nothing to say
Promise<readonly ClipFacts[] | void>;

/** The span of a clip: the utterance with its padding, within the media where its length is known. */
export function clipSpan(
  row: { readonly start: number; readonly end: number },
  options: ClipOptions,
  mediaSamples: number | null,
): { start: number; end: number } {
  const end = row.end + options.padding;
  return {
    start: Math.max(0, row.start - options.padding),
    end: mediaSamples === null ? end : Math.max(row.end, Math.min(end, mediaSamples)),
  };
}
