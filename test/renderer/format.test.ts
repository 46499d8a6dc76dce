import { describe, expect, it } from 'vitest';
import { clock, fileName, percent, preciseClock, roughly } from '../../renderer/ui/format.ts';

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
