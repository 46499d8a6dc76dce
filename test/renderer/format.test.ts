import { describe, expect, it } from 'vitest';
import {
  bytes,
  bytesText,
  clock,
  fileName,
  percent,
  preciseClock,
  roughly,
} from '../../renderer/ui/format.ts';
import { fixed, languageName, moment, numeral, percentage } from '../../renderer/ui/strings/locale.ts';

describe('clock', () => {
  it.each([
    [0, '0:00'],
    [59.9, '0:59'],
    [187, '3:07'],
    [3723, '1:02:03'],
    [36_000, '10:00:00'],
    [-5, '0:00'],
  ])('writes %d s as %s', (seconds, text) => expect(clock(seconds)).toBe(text));
});

describe('preciseClock', () => {
  it.each([
    [0, 2, '0:00.00'],
    [59.996, 2, '1:00.00'],
    [61.05, 1, '1:01.1'],
    [3599.999, 3, '59:59.999'],
    [3599.9996, 3, '1:00:00.000'],
    [7.6, 0, '0:08'],
  ])('writes %d s with %d decimals as %s', (seconds, decimals, text) =>
    expect(preciseClock(seconds, decimals)).toBe(text),
  );
});

describe('roughly', () => {
  it.each([
    [0, '1 s'],
    [44.2, '45 s'],
    [60, '1 min'],
    [754, '13 min'],
    [7200, '2 h'],
    [12_000, '3 h 20 min'],
  ])('writes %d s as %s', (seconds, text) => expect(roughly(seconds)).toBe(text));
});

describe('percent', () => {
  it.each([
    [0, '0%'],
    [0.0004, '1%'],
    [0.5, '50%'],
    [0.9999, '99%'],
    [1, '100%'],
  ])('writes %d as %s', (share, text) => expect(percent(share)).toBe(text));
});

describe('fileName', () => {
  it.each([
    ['/a/b/c.mkv', 'c.mkv'],
    ['C:\\a\\b c.srt', 'b c.srt'],
    ['/a/b/', 'b'],
    ['plain', 'plain'],
    ['/', '/'],
  ])('of %s is %s', (path, name) => expect(fileName(path)).toBe(name));
});

describe('sizes of files', () => {
  it.each([
    [0, '0 B', '0 B'],
    [640_000, '640 kB', '640 kB'],
    [1_200_000_000, '1.2 GB', '1.2 GB'],
    [12_000_000, '12 MB', '12 MB'],
  ])('writes %d bytes as %s', (size, text, other) => {
    expect(bytes(size)).toBe(text);
    expect(bytesText(size)).toBe(other);
  });
});

describe('what follows the language of the catalogue', () => {
  it.each([
    ['a count', numeral(2000), '2,000'],
    ['a rate', numeral(44.1), '44.1'],
    ['a figure that is cut', numeral(1.239, 1), '1.2'],
    ['a figure with all its decimals', fixed(1.5, 2), '1.50'],
    ['a figure as large as it gets', fixed(1234.5, 0), '1,235'],
    ['a share', percentage(0.4), '40%'],
    ['a small share', percentage(0.0042, 1), '0.4%'],
    ['a small share beside others', percentage(0.05, 1, 1), '5.0%'],
    ['the name of a language', languageName('fr'), 'French'],
    ['a code without a name', languageName('qqx'), 'qqx'],
  ])('writes %s', (_title, text, wanted) => expect(text).toBe(wanted));

  it('writes a moment with the month as a word, so that nobody takes it for the day', () => {
    expect(moment('2026-11-27T12:00:00.000Z')).toMatch(/^Nov 2[678], 2026, \d{1,2}:\d{2}\s[AP]M$/);
  });
});
