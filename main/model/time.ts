/** The sample rate that every stage after decoding works at, in hertz. */
export const SAMPLE_RATE = 16_000;

/** A whole number of samples at 16 kHz, counted from the start of the media. */
export type Samples = number;

/** A whole number of milliseconds: the unit of subtitle files. */
export type Milliseconds = number;

export const secondsToSamples = (seconds: number): Samples => Math.round(seconds * SAMPLE_RATE);

/** Seconds with 3 decimals, for showing and for writing files. */
export const samplesToSeconds = (samples: Samples): number => Math.round(samples / 16) / 1000;

export const millisecondsToSamples = (milliseconds: Milliseconds): Samples =>
  Math.round((milliseconds * SAMPLE_RATE) / 1000);

export const samplesToMilliseconds = (samples: Samples): Milliseconds =>
  Math.round((samples * 1000) / SAMPLE_RATE);

export const millisecondsToSeconds = (milliseconds: Milliseconds): number => Math.round(milliseconds) / 1000;

/** A half-open span of samples: `start` is inside, `end` is not. */
export interface Span {
  readonly start: Samples;
  readonly end: Samples;
}

/** `1:02:03.456` or `2:03.456`, for people. */
export function formatClock(samples: Samples): string {
  const total = samplesToMilliseconds(Math.max(0, samples));
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor(total / 60_000) % 60;
  const seconds = ((total % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}
