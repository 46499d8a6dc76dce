import type { ClipOptions } from './clip-options.ts';
import { clipPlace } from './clips.ts';
import type { ExportFormat } from './manifest.ts';
import { FORMATS } from './registry.ts';

/**
 * Bytes for each second of speech at 16 kHz: FLAC and Opus as the sample library's clips came out,
 * WAV by its definition. FLAC and WAV grow with the rate, Opus hardly does.
 */
const BYTES_A_SECOND = { flac: 19_600, wav: 32_000, opus: 6_300 } as const;
const BASE_RATE = 16_000;
/** Bytes of an utterance in a format of text: between a label track and a line of JSON with its evidence. */
const TEXT_BYTES = 550;
/** Seconds of speech cut, encoded and checked in a second of work; text formats alone go by utterances. */
const PACE = { flac: 150, wav: 250, opus: 40 } as const;
const UTTERANCES_A_SECOND = 8_000;
/** Seconds of speech whose noise is lowered in a second of work, comparing the voices included. */
const ENHANCED_A_SECOND = 20;

/** What an export will take, roughly. */
export interface Estimate {
  readonly bytes: number;
  readonly seconds: number;
}

/**
 * How large a dataset will be and how long it takes to write.
 *
 * @param sourceRate hertz of the media where clips keep it
 */
export function estimateExport(
  what: { readonly utterances: number; readonly seconds: number },
  formats: readonly ExportFormat[],
  clips: ClipOptions,
  sourceRate = 48_000,
): Estimate {
  const growth = clips.codec === 'opus' ? 1 : (clips.rate ?? sourceRate) / BASE_RATE;
  const place = clipPlace(formats);
  const padded = what.seconds + (what.utterances * 2 * clips.padding) / BASE_RATE;
  const embedding = formats.filter((format) => FORMATS[format].clips === 'embeds').length;
  const copies = embedding + (place === 'audiofolder' || place === 'clips' ? 1 : 0);
  const sound = padded * BYTES_A_SECOND[clips.codec] * growth;
  return {
    bytes: copies * sound + (formats.length + 2) * what.utterances * TEXT_BYTES,
    seconds:
      1 +
      (place === 'none' ? 0 : (padded * growth) / PACE[clips.codec]) +
      (place === 'none' || clips.enhance === 'none' ? 0 : padded / ENHANCED_A_SECOND) +
      (formats.length * what.utterances) / UTTERANCES_A_SECOND,
  };
}
