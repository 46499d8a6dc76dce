import { expect, it } from 'vitest';
import { Aims, aimText, isMet } from './aims.ts';

it.each([
  ['a figure at its least', 0.9, { least: 0.9 }, true],
  ['a figure below its least', 0.8999, { least: 0.9 }, false],
  ['a figure at its most', 3, { most: 3 }, true],
  ['a figure above its most', 3.01, { most: 3 }, false],
  ['a figure that must be under what it is', 50, { under: 50 }, false],
  ['a figure under its limit', 49.9, { under: 50 }, true],
  ['no number, at least', Number.NaN, { least: 0 }, false],
  ['no number, at most', Number.NaN, { most: 0 }, false],
  ['no number, under', Number.NaN, { under: 0 }, false],
])('%s', (_, figure, aim, met) => {
  expect(isMet(figure, aim)).toBe(met);
});

it('says an aim with its unit', () => {
  expect(aimText({ least: 6 }, 'dB')).toBe('at least 6 dB');
  expect(aimText({ most: 15 }, '%')).toBe('at most 15%');
  expect(aimText({ under: 50 }, 'ms')).toBe('under 50 ms');
});

it('a benchmark whose aims are met ends with 0', () => {
  const lines: string[] = [];
  const aims = new Aims((line) => lines.push(line));
  aims.judge('rank correlation', 0.93, { least: 0.9 });
  aims.judge('longest task', 31, { under: 50 }, { unit: 'ms', digits: 1, more: 'none over 50 ms' });
  expect(aims.close()).toBe(0);
  expect(lines.map((line) => line.split('|').map((cell) => cell.trim()))).toEqual([
    ['rank correlation', '0.930', 'at least 0.9', 'met'],
    ['longest task', '31.0 ms', 'under 50 ms', 'met; none over 50 ms'],
    ['all 2 aims met'],
  ]);
});

it('a benchmark with one aim missed ends with 1 and names it', () => {
  const lines: string[] = [];
  const aims = new Aims((line) => lines.push(line));
  aims.judge('first', 1, { least: 0.9 });
  aims.judge('  second', 0.5, { least: 0.9 });
  expect(aims.close()).toBe(1);
  expect(aims.missed).toEqual(['second']);
  expect(lines[1]).toMatch(/second +\| +0\.500 \| at least 0\.9 +\| MISSED$/);
  expect(lines.at(-1)).toBe('1 of 2 aims MISSED: second');
});

it('what has no aim is told and fails nothing, and an empty benchmark does not claim to have met any', () => {
  const lines: string[] = [];
  const aims = new Aims((line) => lines.push(line));
  aims.tell('a part of it', 0.2);
  aims.tell('a machine', 'two cores');
  expect(aims.close()).toBe(0);
  expect(lines.map((line) => line.split('|').map((cell) => cell.trim()))).toEqual([
    ['a part of it', '0.200'],
    ['a machine', 'two cores'],
    ['nothing that has an aim was measured'],
  ]);
});
