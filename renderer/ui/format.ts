import { fixed, numeral, percentage } from './strings/locale.ts';
import { strings } from './strings.ts';

const { units } = strings;

/** Writing of numbers and times for people. Seconds come in, text goes out. */

/** `3:07` or `1:02:03`, for lengths and list rows. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const tail = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** `3:07.25` with the wanted number of decimals, for places in the sound. */
export function preciseClock(seconds: number, decimals = 2): string {
  const scale = 10 ** decimals;
  const units = Math.round(Math.max(0, seconds) * scale);
  const fraction = String(units % scale).padStart(decimals, '0');
  return decimals === 0 ? clock(units) : `${clock(Math.floor(units / scale))}.${fraction}`;
}

/** `45 s`, `12 min`, `3 h 20 min`: how long something will take. */
export function roughly(seconds: number): string {
  if (seconds < 60) return units.seconds(numeral(Math.max(1, Math.ceil(seconds))));
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return units.minutes(numeral(minutes));
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0
    ? units.hours(numeral(hours))
    : units.both(units.hours(numeral(hours)), units.minutes(numeral(minutes % 60)));
}

/**
 * A share as a percentage that never lies at its ends: 0.999 is `99%`, not `100%`,
 * and 0.001 is `1%`, not `0%`.
 */
export function percent(share: number): string {
  if (share <= 0) return percentage(0);
  if (share >= 1) return percentage(1);
  return percentage(Math.min(99, Math.max(1, Math.round(share * 100))) / 100);
}

/** `640 kB`, `1.2 GB`: how large files are. */
export function bytes(size: number): string {
  const at = Math.min(units.bytes.length - 1, Math.floor(Math.log10(Math.max(1, size)) / 3));
  const value = size / 1000 ** at;
  return units.size(
    value < 10 && at > 1 ? fixed(value, 1) : numeral(Math.round(value)),
    units.bytes[at] ?? '',
  );
}

/** The last part of a path of either kind of system. */
export function fileName(path: string): string {
  const trimmed = path.replace(/[\\/]+$/, '');
  return trimmed.slice(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1) || path;
}

/** `0 B`, `12 kB`, `3.4 MB`: sizes of files, a thousand at a time as disks are sold. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.bytes.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return units.size(
    unit === 0 || value >= 9.95 ? numeral(Math.round(value)) : fixed(value, 1),
    units.bytes[unit] ?? '',
  );
}
