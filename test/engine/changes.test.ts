import { describe, expect, it } from 'vitest';
import { redone } from '../../main/engine/changes.ts';
import type { Stage } from '../../main/model/index.ts';
import type { Inputs } from '../../main/store/index.ts';

const before: Inputs = {
  media: 'm',
  subtitles: 's',
  script: 't',
  names: 'n',
  speechModel: 'v',
  encoder: 'e',
  audioVersion: '2',
  alignmentVersion: '1',
  embeddingVersion: '2',
};
const ALL = new Set<Stage>(['audio', 'alignment', 'embedding']);
const SOUND = new Set<Stage>(['audio']);
const aligned = new Set<Stage>(['audio', 'alignment']);

describe('what is done again, and why', () => {
  it.each<[string, Inputs, ReadonlySet<Stage>, boolean, string[], Stage[], Stage[]]>([
    [
      'a changed script',
      { script: 'other' },
      SOUND,
      true,
      ['script'],
      ['alignment', 'boundaries', 'embedding'],
      ['audio'],
    ],
    [
      'a changed name of another script',
      { names: 'x' },
      SOUND,
      true,
      ['names'],
      ['alignment', 'boundaries', 'embedding'],
      ['audio'],
    ],
    [
      'changed subtitles that are now missing',
      { subtitles: null },
      SOUND,
      true,
      ['subtitles'],
      ['alignment', 'boundaries', 'embedding'],
      ['audio'],
    ],
    [
      'changed media',
      { media: 'x' },
      new Set(),
      false,
      ['media'],
      ['audio', 'alignment', 'boundaries', 'embedding'],
      [],
    ],
    [
      'another encoder',
      { encoder: 'x' },
      aligned,
      true,
      ['encoder'],
      ['embedding'],
      ['audio', 'alignment', 'boundaries'],
    ],
    [
      'a newer version of the sound',
      { audioVersion: '3' },
      new Set(),
      false,
      ['program'],
      ['audio', 'alignment', 'boundaries', 'embedding'],
      [],
    ],
    [
      'a cache that is gone',
      {},
      ALL,
      false,
      ['cache'],
      ['audio', 'alignment', 'boundaries', 'embedding'],
      [],
    ],
  ])('%s', (_title, changed, at, hasSound, reasons, stages, kept) => {
    const state = { hasSound, at, wasDone: true, failed: false };
    expect(redone({ ...before, ...changed }, before, state)).toEqual({ reasons, stages, kept });
  });

  it.each([
    ['new', false, false, 'new'],
    ['failed before it was ever done', false, true, 'unfinished'],
    ['of an older version, which wrote nothing down', true, false, 'unknown'],
  ])('an episode that is %s', (_title, wasDone, failed, reason) => {
    const state = { hasSound: true, at: SOUND, wasDone, failed };
    expect(redone(before, null, state).reasons).toEqual([reason]);
  });
});
