import { SAMPLE_RATE, type Samples } from '../../model/index.ts';

/** Seconds without any rounding: a sample at 16 kHz is 62.5 µs, so seven decimals hold it. */
export const exactSeconds = (samples: Samples): string =>
  (samples / SAMPLE_RATE).toFixed(7).replace(/0+$/, '').replace(/\.$/, '');

/** Whole milliseconds. */
export const milliseconds = (samples: Samples): number => Math.round((samples * 1000) / SAMPLE_RATE);

/** `01:02:03.456`; the separator before the milliseconds is the format's. */
export function clockTime(time: number, separator: '.' | ','): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(time / 3_600_000);
  const rest = String(time % 1000).padStart(3, '0');
  return `${two(hours)}:${two(Math.floor(time / 60_000) % 60)}:${two(Math.floor(time / 1000) % 60)}${separator}${rest}`;
}
