import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listLibraryFiles, pairLibrary } from '../../main/media/index.ts';

const paired = (...paths: string[]) =>
  pairLibrary(paths, 'Library').episodes.map(({ media, subtitles, script }) => [media, subtitles, script]);

describe('an episode finds its texts', () => {
  test.each<[string, string[], (string | null)[][]]>([
    ['by the same name', ['a.mkv', 'a.srt', 'a.txt'], [['a.mkv', 'a.srt', 'a.txt']]],
    ['with a language', ['a.mkv', 'a.en.srt', 'a.html'], [['a.mkv', 'a.en.srt', 'a.html']]],
    ['with a language and a mark', ['a.mkv', 'a.en.sdh.srt'], [['a.mkv', 'a.en.sdh.srt', null]]],
    ['as NAME.script.txt', ['a.mkv', 'a.vtt', 'a.script.txt'], [['a.mkv', 'a.vtt', 'a.script.txt']]],
    ['as Fountain', ['a.mkv', 'a.fountain'], [['a.mkv', null, 'a.fountain']]],
    ['whatever the case', ['Film.MKV', 'FILM.SRT'], [['Film.MKV', 'FILM.SRT', null]]],
    ['whatever stands between the words', ['A_b-C.mkv', 'a.b.c.srt'], [['A_b-C.mkv', 'a.b.c.srt', null]]],
    [
      'composed or decomposed',
      ['caf\u00e9.mkv', 'cafe\u0301.srt'],
      [['caf\u00e9.mkv', 'cafe\u0301.srt', null]],
    ],
    [
      'in Subs and Scripts',
      ['a.mkv', 'Subs/a.srt', 'Scripts/a.txt'],
      [['a.mkv', 'Subs/a.srt', 'Scripts/a.txt']],
    ],
    [
      'by season and episode where names differ',
      ['Show S01E02 1080p.mkv', 'subs/show.1x02.srt', 'Scripts/The Show - S01E02 - The Door.html'],
      [['Show S01E02 1080p.mkv', 'subs/show.1x02.srt', 'Scripts/The Show - S01E02 - The Door.html']],
    ],
    [
      'a double one by both numbers',
      ['Show S01E02E03.mkv', 'Show S01E02.mkv', 'x S01E02E03.srt'],
      [
        ['Show S01E02.mkv', null, null],
        ['Show S01E02E03.mkv', null, null],
      ],
    ],
    [
      'in one folder for each',
      ['1/film.mkv', '1/english.srt', '1/words.txt', '2/film.mkv', '2/english.srt'],
      [
        ['1/film.mkv', '1/english.srt', '1/words.txt'],
        ['2/film.mkv', '2/english.srt', null],
      ],
    ],
    [
      'of its own series only',
      ['A/Alpha S01E01.mkv', 'B/Beta S01E01.mkv', 'texts/beta 1x01.srt'],
      [
        ['A/Alpha S01E01.mkv', null, null],
        ['B/Beta S01E01.mkv', 'texts/beta 1x01.srt', null],
      ],
    ],
    [
      'and no longer name takes a shorter one’s',
      ['Part 1.mkv', 'Part 10.mkv', 'Part 10.srt', 'Part 1.srt'],
      [
        ['Part 1.mkv', 'Part 1.srt', null],
        ['Part 10.mkv', 'Part 10.srt', null],
      ],
    ],
    [
      'below a folder with its name',
      ['a.mkv', 'b.mkv', 'Subs/a/2_English.srt', 'Subs/b/2_English.srt'],
      [
        ['a.mkv', 'Subs/a/2_English.srt', null],
        ['b.mkv', 'Subs/b/2_English.srt', null],
      ],
    ],
    [
      'by a leading number in a season’s folder',
      ['Show/Season 1/01 - Pilot.mkv', 'Show/Season 1/02 - Door.mkv', 'Show/Season 1/Subs/01.srt'],
      [
        ['Show/Season 1/01 - Pilot.mkv', 'Show/Season 1/Subs/01.srt', null],
        ['Show/Season 1/02 - Door.mkv', null, null],
      ],
    ],
    [
      'whose name ends as a language or a mark does',
      [
        'Learning English.mkv',
        'Learning English.srt',
        'Learning English.txt',
        'The Script.mkv',
        'The Script.txt',
      ],
      [
        ['Learning English.mkv', 'Learning English.srt', 'Learning English.txt'],
        ['The Script.mkv', null, 'The Script.txt'],
      ],
    ],
    [
      'and one whose name goes on after that of another keeps its own',
      ['Learning.mkv', 'Learning English.mkv', 'Learning English.srt', 'Learning.en.srt'],
      [
        ['Learning English.mkv', 'Learning English.srt', null],
        ['Learning.mkv', 'Learning.en.srt', null],
      ],
    ],
    [
      'in the texts’ own folders, with a language, by numbers alone',
      ['Show - s02e07.mkv', 'Subs/S02E07.en.srt', 'Scripts/2x07 The Storm.fountain', 'Subs/S02E08.en.srt'],
      [['Show - s02e07.mkv', 'Subs/S02E07.en.srt', 'Scripts/2x07 The Storm.fountain']],
    ],
    [
      'and leaves notes alone',
      ['a.mkv', 'b.mkv', 'README.txt', 'LICENSE.txt'],
      [
        ['a.mkv', null, null],
        ['b.mkv', null, null],
      ],
    ],
  ])('%s', (_, paths, expected) => {
    expect(paired(...paths)).toEqual(expected);
  });
});

describe('what is not sure is said', () => {
  const notesOf = (...paths: string[]) => pairLibrary(paths, 'Library').episodes[0]!.notes;

  test('missing texts', () => {
    expect(notesOf('a.mkv')).toEqual([
      { kind: 'missing', role: 'subtitles' },
      { kind: 'missing', role: 'script' },
    ]);
  });

  test('several scripts', () => {
    expect(notesOf('a.mkv', 'a.srt', 'a.txt', 'a.html')).toMatchObject([
      { kind: 'ambiguous', role: 'script' },
    ]);
  });

  test('several languages', () => {
    expect(notesOf('a.mkv', 'a.txt', 'a.de.srt', 'a.fr.srt')).toMatchObject([
      { kind: 'ambiguous', role: 'subtitles' },
    ]);
  });

  test('subtitles that no episode takes', () => {
    expect(pairLibrary(['a.mkv', 'b.mkv', 'other.srt'], 'Library').unpaired).toEqual(['other.srt']);
  });
});

test.each([
  [['The Show S01E02.mkv'], 'The Show'],
  [['the.show.1x02.mkv'], 'the show'],
  [['Drama/Season 2/01.mkv'], 'Drama'],
  [['film.mkv'], 'Library'],
])('%j is of the series %s', (paths, series) => {
  expect(pairLibrary(paths, 'Library').episodes[0]!.series).toBe(series);
});

test('the order of the paths changes nothing, and nothing is lost', () => {
  const paths = [
    'a.mkv',
    'a.srt',
    'b.en.srt',
    'b.mkv',
    'Subs/c.srt',
    'c S01E01.mkv',
    'x.txt',
    'd/e.mkv',
    'd/f.vtt',
  ];
  const wanted = pairLibrary(paths, 'Library');
  fc.assert(
    fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (shuffled) => {
      expect(pairLibrary(shuffled, 'Library')).toEqual(wanted);
    }),
  );
  expect(wanted.episodes).toHaveLength(4);
});

describe('the walk through a library', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'rolecall-library-'));
    for (const path of ['a.mkv', 'Subs/a.srt', '.hidden/x.mkv', 'p.rolecall/cache/y.ogg', 'deep/er/z.mkv']) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), 'x');
    }
    await symlink(root, join(root, 'deep', 'circle'));
    await symlink(join(root, 'nowhere'), join(root, 'broken.mkv'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('finds all files but hidden ones and projects, and is not caught in a circle', async () => {
    const found = await listLibraryFiles(root);
    expect(found.filter((path) => path !== 'broken.mkv')).toEqual(['Subs/a.srt', 'a.mkv', 'deep/er/z.mkv']);
  });

  test('of a library that is not there is a named failure', async () => {
    await expect(listLibraryFiles(join(root, 'gone'))).rejects.toMatchObject({ kind: 'input' });
  });
});
