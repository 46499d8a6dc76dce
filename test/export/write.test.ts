import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeDataset } from '../../main/export/index.ts';
import type { GateName, GateSettings } from '../../main/model/index.ts';
import {
  cutWithFfmpeg,
  decodedSamples,
  episode,
  hashes,
  media,
  request,
  twoEpisodes,
  verify,
} from './helpers.ts';

describe('an export', () => {
  it('of all formats is found good by verify', async () => {
    const wanted = request();
    const result = await writeDataset(wanted);
    expect(result).toMatchObject({ utterances: 5, characters: ['Bram', 'Ines', 'Orla'] });
    expect(await verify(wanted.directory)).toMatchObject({ ok: true, findings: [], utterances: 5 });
  });

  it('with splits of all formats is found good by verify', async () => {
    const split = { by: 'episode', seed: '1', shares: { train: 0.5, validation: 0, test: 0.5 } } as const;
    const wanted = request({ split });
    await writeDataset(wanted);
    expect(await verify(wanted.directory)).toMatchObject({ ok: true, findings: [] });
  });

  it('of the same state is the same bytes', async () => {
    const [one, two] = [request(), request()];
    await writeDataset(one);
    await writeDataset(two);
    expect(hashes(one.directory)).toEqual(hashes(two.directory));
  });

  it('has clips of exactly the samples of the media', async () => {
    const wanted = request({ formats: ['audiofolder'] });
    await writeDataset(wanted);
    const clip = await decodedSamples(
      join(wanted.directory, 'audiofolder/data/show-s01e01/show-s01e01-0001.flac'),
    );
    const whole = await decodedSamples(media());
    expect(clip.length).toBe(16_003);
    expect(clip).toEqual(whole.slice(25_000, 41_003));
  });

  it('replaces an older export and leaves nothing beside it', async () => {
    const wanted = request({ formats: ['jsonl', 'csv'] });
    await writeDataset(wanted);
    await writeDataset({ ...wanted, formats: ['csv'] });
    expect(existsSync(join(wanted.directory, 'dialogues.jsonl'))).toBe(false);
    expect(readdirSync(dirname(wanted.directory))).toEqual(['out']);
  });

  it('keeps media paths of this machine to itself', async () => {
    const wanted = request();
    await writeDataset(wanted);
    for (const [name] of hashes(wanted.directory)) {
      if (/\.(flac|parquet|tar|gz)$/.test(name)) continue;
      expect(readFileSync(join(wanted.directory, name), 'utf8')).not.toContain(dirname(media()));
    }
  });
});

describe('an export that fails', () => {
  const failing = async (given: Parameters<typeof request>[0], why: RegExp): Promise<string> => {
    const wanted = request(given);
    await writeDataset({
      ...wanted,
      formats: ['csv'],
      selection: { acceptedOnly: false },
      cut: cutWithFfmpeg,
      episodes: twoEpisodes(),
      signal: new AbortController().signal,
    });
    const before = hashes(wanted.directory);
    await expect(writeDataset(wanted)).rejects.toThrow(why);
    expect(hashes(wanted.directory)).toEqual(before);
    expect(readdirSync(dirname(wanted.directory))).toEqual(['out']);
    return wanted.directory;
  };

  it('in the middle of cutting leaves the older one whole', async () => {
    let calls = 0;
    await failing(
      { cut: (...args) => (++calls === 2 ? Promise.reject(new Error('no more')) : cutWithFfmpeg(...args)) },
      /no more/,
    );
  });
  it('by cancelling leaves the older one whole', async () => {
    const abort = new AbortController();
    await failing({ signal: abort.signal, onProgress: () => abort.abort() }, /abort/i);
  });
  it('because nothing is selected leaves the older one whole', async () => {
    await failing({ selection: { acceptedOnly: true } }, /5 × not accepted yet/);
  });
});

describe('a folder in the way', () => {
  const rows: [string, (target: string) => void][] = [
    [
      'with files of somebody else',
      (target) => {
        mkdirSync(target);
        writeFileSync(join(target, 'thesis.txt'), 'x');
      },
    ],
    ['that is a file', (target) => writeFileSync(target, 'x')],
    [
      'with a manifest of something else',
      (target) => {
        mkdirSync(target);
        writeFileSync(join(target, 'manifest.json'), '{}');
      },
    ],
    [
      'beside it, of the name of the workplace',
      (target) => {
        mkdirSync(`${target}.part`);
        writeFileSync(join(`${target}.part`, 'thesis.txt'), 'x');
      },
    ],
    [
      'beside it, of the name of what is set aside',
      (target) => {
        mkdirSync(`${target}.old`);
        writeFileSync(join(`${target}.old`, 'thesis.txt'), 'x');
      },
    ],
  ];
  it.each(rows)('%s is refused and untouched', async (_title, make) => {
    const wanted = request({ formats: ['csv'] });
    make(wanted.directory);
    const before = hashes(dirname(wanted.directory));
    await expect(writeDataset(wanted)).rejects.toThrow(/not a dataset/);
    expect(hashes(dirname(wanted.directory))).toEqual(before);
  });

  it('left by an export killed while writing is cleared away', async () => {
    const wanted = request({ formats: ['csv'] });
    mkdirSync(`${wanted.directory}.part`);
    writeFileSync(join(`${wanted.directory}.part`, '.rolecall-export'), '');
    writeFileSync(join(`${wanted.directory}.part`, 'half'), 'x');
    await writeDataset(wanted);
    expect(readdirSync(dirname(wanted.directory))).toEqual(['out']);
    expect(existsSync(join(wanted.directory, 'half'))).toBe(false);
  });

  it('set aside by an export killed between its renames is put back before anything else', async () => {
    const { renameSync } = await import('node:fs');
    const wanted = request({ formats: ['csv'] });
    await writeDataset(wanted);
    const before = hashes(wanted.directory);
    renameSync(wanted.directory, `${wanted.directory}.old`);
    await expect(writeDataset({ ...wanted, selection: { acceptedOnly: true } })).rejects.toThrow(
      /Nothing is left/,
    );
    expect(hashes(wanted.directory)).toEqual(before);
  });
});

describe('what is left out', () => {
  const limits = (given: Partial<Record<GateName, number>>): GateSettings =>
    Object.fromEntries(Object.entries(given).map(([name, limit]) => [name, { limit, unmeasured: 'out' }]));
  const rows: [string, Parameters<typeof request>[0] & object, number][] = [
    ['too short', { selection: { acceptedOnly: false, gates: limits({ shortest: 1.1 }) } }, 0],
    ['too long', { selection: { acceptedOnly: false, gates: limits({ longest: 0.5 }) } }, 0],
    ['another character', { selection: { acceptedOnly: false, characters: ['Orla'] } }, 2],
    ['not probable enough', { selection: { acceptedOnly: false, gates: limits({ confidence: 0.95 }) } }, 0],
    ['too noisy', { selection: { acceptedOnly: false, gates: limits({ 'signal-to-noise': 31 }) } }, 0],
    ['narrow', { selection: { acceptedOnly: false, gates: limits({ bandwidth: 7500 }) } }, 0],
    [
      'nothing',
      { selection: { acceptedOnly: false, gates: limits({ shortest: 1, 'signal-to-noise': 30 }) } },
      5,
    ],
  ];
  it.each(rows)('%s', async (_title, given, count) => {
    const wanted = request({ ...given, formats: ['csv'] });
    if (count === 0) await expect(writeDataset(wanted)).rejects.toThrow(/Nothing is left/);
    else expect((await writeDataset(wanted)).utterances).toBe(count);
  });

  it('is said by the card, with reasons and numbers', async () => {
    const wanted = request({
      formats: ['csv'],
      episodes: [
        episode('e', [
          {},
          { state: 'conflict' },
          { review: 'rejected' },
          { speaker: null },
          { state: 'conflict', review: 'accepted' },
        ]),
      ],
    });
    expect((await writeDataset(wanted)).utterances).toBe(2);
    const card = readFileSync(join(wanted.directory, 'README.md'), 'utf8');
    expect(card).toContain('- 1 × rejected in review');
    expect(card).toContain('- 1 × state conflict, not accepted yet');
    expect(card).toContain('- 1 × no known character');
  });
});

it('a rate or shares that cannot be are refused before anything is written', async () => {
  const odd = { codec: 'flac', rate: 7, padding: 0, fade: 0, loudness: null, enhance: 'none' } as const;
  await expect(writeDataset(request({ clips: odd }))).rejects.toThrow(/clips\.rate/);
  const shares = { train: 0.5, validation: 0.5, test: 0.5 };
  await expect(writeDataset(request({ split: { by: 'episode', seed: '', shares } }))).rejects.toThrow(
    /split\.shares/,
  );
});
