import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDataset } from '../../main/export/index.ts';
import { findTools } from '../../main/media/index.ts';
import { episode, request, verify } from './helpers.ts';

const { ffmpeg } = await findTools();

/** Names and texts that break out, run, or collide where they are not written with care. */
const NAMES = [
  '../../../etc/passwd',
  'C:\\Windows\\System32',
  'CON',
  'nul.txt',
  'N'.repeat(300),
  'Zoë',
  'Zoe\u0308',
  'Orla',
  'ORLA',
  "=cmd|' /C calc'!A0",
  '+1',
  '-1',
  '@SUM(A1)',
  '<img src=x onerror=alert(1)>',
  'a"b',
  'tab\there',
  'Dr. No',
  '{\\an8}',
  'sox x |',
  'a,b;c',
  ']]>',
  '&amp;',
  '-->',
  '\u202egnp',
  '\ud800',
  'a\nb',
  '\u2028',
  '名前',
];
/** A separator alone is neither a text nor a name: two lines have none. */
const SPOKEN = NAMES.length - 2;
const utterances = NAMES.map((name, index) => ({
  speaker: name,
  text: NAMES[(index + 7) % NAMES.length] as string,
  start: index * 20_000,
  end: index * 20_000 + 16_000,
}));

let parent: string;
let out: string;
const read = (path: string): string => readFileSync(join(out, path), 'utf8');

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'rolecall-hostile-'));
  out = join(parent, 'out');
  const hostile = episode(
    '../../up',
    utterances.map((each, index) => ({ ...each, id: `..\\${index % 2 ? 'x' : 'X'}/${index >> 1}` })),
    { title: '=HYPERLINK("x")' },
  );
  const twin = episode('../../UP', utterances.slice(0, 3));
  await writeDataset(
    request({
      directory: out,
      episodes: [hostile, twin],
      name: '<script>alert(1)</script>\n---\nlicense: mit',
    }),
  );
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** The file of the longer of the two episodes. */
function longest(folder: string): string {
  const files = readdirSync(join(out, folder)).map((name) => join(out, folder, name));
  expect(files).toHaveLength(2);
  return files.sort((a, b) => readFileSync(b).length - readFileSync(a).length)[0] as string;
}

describe('hostile names and texts', () => {
  it('leave nothing outside the folder', () => {
    expect(readdirSync(parent)).toEqual(['out']);
    expect(existsSync(join(dirname(parent), 'up'))).toBe(false);
  });
  it('pass verify in all formats', async () => {
    expect((await verify(out)).findings).toEqual([]);
  });
  it('make no two files that differ in case or composition only', () => {
    const paths = (readdirSync(out, { recursive: true }) as string[]).map((path) =>
      path.normalize('NFKC').toLowerCase(),
    );
    expect(new Set(paths).size).toBe(paths.length);
  });
  it('make no path longer than 255 bytes a name, no reserved name, no odd character', () => {
    for (const path of readdirSync(out, { recursive: true }) as string[]) {
      for (const name of path.split('/')) {
        expect(Buffer.byteLength(name)).toBeLessThan(255);
        expect(name).not.toMatch(/^(con|nul|prn|aux)(\.|$)/i);
        expect(name).not.toMatch(/[\\:*?"<>|\s\p{Cc}]/u);
      }
    }
  });
  it('are no formulas in the table', () => {
    const rows = parse(read('utterances.csv'), { bom: true }) as string[][];
    expect(rows).toHaveLength(SPOKEN + 4);
    for (const cell of rows.slice(1).flat()) {
      if (!/^-?[\d.]+$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    }
  });
  it('are well-formed XML in EAF', () => {
    const values: string[] = [];
    const tiers: string[] = [];
    let text = '';
    const parser = new Parser(
      {
        onopentag: (name, { TIER_ID }) => {
          if (name === 'TIER') tiers.push(TIER_ID as string);
          text = '';
        },
        ontext: (piece) => {
          text += piece;
        },
        onclosetag: (name, implied) => {
          if (implied) expect(['TIME_SLOT', 'MEDIA_DESCRIPTOR', 'LINGUISTIC_TYPE']).toContain(name);
          if (name === 'ANNOTATION_VALUE') values.push(text);
        },
      },
      { xmlMode: true },
    );
    parser.end(readFileSync(longest('eaf'), 'utf8'));
    expect(values).toHaveLength(SPOKEN);
    expect(values).toContain('<img src=x onerror=alert(1)>');
    expect(tiers).toContain('a"b');
  });
  it('are read back from TextGrid, quotes and all', () => {
    const texts = readTextGrid(readFileSync(longest('textgrid'), 'utf8'));
    expect(texts.flatMap((tier) => tier.intervals.filter((each) => each.text !== ''))).toHaveLength(SPOKEN);
    expect(texts.some((tier) => tier.name === 'a"b')).toBe(true);
    for (const { intervals, end } of texts) {
      expect(intervals[0]?.start).toBe(0);
      expect(intervals.at(-1)?.end).toBe(end);
      for (const [at, each] of intervals.slice(1).entries()) expect(each.start).toBe(intervals[at]?.end);
    }
  });
  it.each(['srt', 'vtt', 'ass'])('are %s cues that ffmpeg reads, all of them, without tags', (format) => {
    const args = [
      '-v',
      'error',
      '-f',
      format === 'vtt' ? 'webvtt' : format,
      '-i',
      longest(format),
      '-f',
      'ass',
      '-',
    ];
    const read = execFileSync(ffmpeg.path, args, { encoding: 'utf8' });
    const cues = read.split('\n').filter((line) => line.startsWith('Dialogue:'));
    expect(cues).toHaveLength(SPOKEN);
    if (format === 'ass') for (const cue of cues) expect(cue).not.toMatch(/\{\\/);
  });
  it('are ten fields a line in RTTM', () => {
    const lines = readFileSync(longest('rttm'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(SPOKEN);
    for (const line of lines) expect(line.split(/\s+/)).toHaveLength(10);
    // Lone surrogates and control characters aside, every name is a speaker of its own.
    expect(new Set(lines.map((line) => line.split(' ')[7])).size).toBe(SPOKEN);
  });
  it('are three fields a label in Audacity', () => {
    for (const line of readFileSync(longest('audacity'), 'utf8').trimEnd().split('\n'))
      expect(line.split('\t')).toHaveLength(3);
  });
  it('run nothing in Kaldi', () => {
    for (const line of read('kaldi/all/wav.scp').trimEnd().split('\n')) {
      const [id, path, ...more] = line.split(' ');
      expect(more).toEqual([]);
      expect(id).not.toContain('|');
      expect(existsSync(join(out, path as string))).toBe(true);
    }
    const sorted = execFileSync('sort', ['-c', join(out, 'kaldi/all/utt2spk')], { env: { LC_ALL: 'C' } });
    expect(sorted.length).toBe(0);
    execFileSync('sort', ['-c', '-k2', join(out, 'kaldi/all/utt2spk')], { env: { LC_ALL: 'C' } });
  });
  it('are whole in JSON', () => {
    const lines = gunzipSync(readFileSync(join(out, 'lhotse/supervisions.jsonl.gz')))
      .toString()
      .trimEnd()
      .split('\n');
    const texts = lines.map((line) => (JSON.parse(line) as { text: string }).text);
    expect(texts).toContain("=cmd|' /C calc'!A0");
    for (const text of texts) expect(text.isWellFormed()).toBe(true);
  });
  it('are shown by the card, not obeyed', () => {
    const card = read('README.md');
    expect(card.match(/^license: .*/gm)).toEqual(['license: other']);
    expect(card).not.toContain('<script>');
    expect(card).not.toMatch(/<img/);
  });
});

interface Tier {
  name: string;
  end: number;
  intervals: { start: number; end: number; text: string }[];
}

/** Reads Praat's text format as Praat does: only numbers and quoted strings count, in their order. */
function readTextGrid(file: string): Tier[] {
  const tokens = [...file.matchAll(/"((?:[^"]|"")*)"|(?<![\w[])(-?\d+(?:\.\d+)?)(?![\w\]])/g)].map((match) =>
    match[1] === undefined ? Number(match[2]) : match[1].replaceAll('""', '"'),
  );
  expect(tokens.slice(0, 2)).toEqual(['ooTextFile', 'TextGrid']);
  let at = 4;
  const next = <T extends string | number>(): T => tokens[at++] as T;
  return Array.from({ length: next<number>() }, () => {
    expect(next<string>()).toBe('IntervalTier');
    const name = next<string>();
    next();
    const end = next<number>();
    const intervals = Array.from({ length: next<number>() }, () => ({
      start: next<number>(),
      end: next<number>(),
      text: next<string>(),
    }));
    return { name, end, intervals };
  });
}
