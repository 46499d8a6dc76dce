import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDataset } from '../../main/export/index.ts';
import { describeFile, listFiles, MANIFEST_FILE, type Manifest } from '../../main/export/manifest.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { request, twoEpisodes, verify, writeSpeechLike } from './helpers.ts';

let good: string;

beforeAll(async () => {
  const made = mkdtempSync(join(tmpdir(), 'rolecall-good-'));
  good = join(made, 'dataset');
  const shares = { train: 0.5, validation: 0, test: 0.5 };
  const [one, two] = twoEpisodes();
  // The seed puts one episode into each split.
  await writeDataset(
    request({
      directory: good,
      episodes: [one!, two!],
      split: { by: 'episode', seed: await seedThatDivides(), shares },
    }),
  );
});
afterAll(() => rmSync(join(good, '..'), { recursive: true, force: true }));

async function seedThatDivides(): Promise<string> {
  const { groupOf, splitOf } = await import('../../main/export/splits.ts');
  for (let seed = 0; ; seed += 1) {
    const plan = {
      by: 'episode',
      seed: String(seed),
      shares: { train: 0.5, validation: 0, test: 0.5 },
    } as const;
    const drawn = twoEpisodes().map(({ episode: { id, title, series } }) =>
      splitOf(
        groupOf({ series, episode: id, episodeTitle: title, character: '', scene: null }, 'episode'),
        plan,
      ),
    );
    if (drawn[0] === 'train' && drawn[1] === 'test') return plan.seed;
  }
}

function copy(): string {
  const folder = join(temporaryFolder(), 'dataset');
  cpSync(good, folder, { recursive: true });
  return folder;
}

const edit = (folder: string, path: string, change: (text: string) => string): void => {
  const before = readFileSync(join(folder, path), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(folder, path), after);
};

const editManifest = (folder: string, change: (content: Manifest) => unknown): void => {
  const content = JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8')) as Manifest;
  change(content);
  writeFileSync(join(folder, MANIFEST_FILE), JSON.stringify(content));
};

/** Makes the checksums right again: what is found then is found by looking into the files. */
async function reseal(folder: string): Promise<void> {
  const files: Manifest['files'] = [];
  for (const path of await listFiles(folder)) {
    if (path !== MANIFEST_FILE) files.push({ path, ...(await describeFile(join(folder, path))) });
  }
  editManifest(folder, (content) => Object.assign(content, { files }));
}

const CLIP = 'audiofolder/train/show-s01e01/show-s01e01-0000.flac';
const withoutLine = (text: string): string => text.slice(text.indexOf('\n') + 1);
const gz = (change: (text: string) => string) => (folder: string, path: string) =>
  writeFileSync(
    join(folder, path),
    gzipSync(change(gunzipSync(readFileSync(join(folder, path))).toString())),
  );

type Damage = [title: string, file: RegExp, message: RegExp, harm: (folder: string) => void];

describe('damage to bytes is found', () => {
  const rows: Damage[] = [
    ['a clip is missing', /0000\.flac$/, /is missing/, (f) => rmSync(join(f, CLIP))],
    [
      'a clip is cut off',
      /0000\.flac$/,
      /bytes, should have/,
      (f) => writeFileSync(join(f, CLIP), readFileSync(join(f, CLIP)).subarray(0, 900)),
    ],
    [
      'one bit of a clip is turned',
      /0000\.flac$/,
      /other content/,
      (f) => {
        const bytes = readFileSync(join(f, CLIP));
        bytes[1000] = (bytes[1000] as number) ^ 1;
        writeFileSync(join(f, CLIP), bytes);
      },
    ],
    ['a file was added', /extra\.txt$/, /not listed/, (f) => writeFileSync(join(f, 'extra.txt'), 'x')],
    [
      'a clip became a link',
      /0000\.flac$/,
      /not a plain file/,
      (f) => {
        renameSync(join(f, CLIP), join(f, '../away.flac'));
        symlinkSync(join(f, '../away.flac'), join(f, CLIP));
      },
    ],
    [
      'a file is listed twice',
      /README/,
      /listed twice/,
      (f) => editManifest(f, (m) => m.files.push(m.files[0]!)),
    ],
    [
      'the manifest leads out of the folder',
      /thesis/,
      /leads out/,
      (f) => editManifest(f, (m) => m.files.push({ ...m.files[0]!, path: '../thesis.txt' })),
    ],
    [
      'the manifest lists twins in case',
      /readme/,
      /in case or composition/,
      (f) => editManifest(f, (m) => m.files.push({ ...m.files[0]!, path: 'readme.MD' })),
    ],
  ];
  it.each(rows)('%s', async (_title, file, message, harm) => {
    const folder = copy();
    harm(folder);
    const { ok, findings } = await verify(folder);
    expect(ok).toBe(false);
    expect(findings.some((each) => file.test(each.file) && message.test(each.message))).toBe(true);
  });

  it('a folder without a manifest is no dataset', async () => {
    const folder = copy();
    rmSync(join(folder, MANIFEST_FILE));
    await expect(verify(folder)).rejects.toThrow(/no manifest/);
  });
  it('a torn manifest is refused', async () => {
    const folder = copy();
    edit(folder, MANIFEST_FILE, (text) => text.slice(0, -20));
    await expect(verify(folder)).rejects.toThrow(/manifest is damaged/);
  });
});

describe('damage with the checksums made right again is found', () => {
  const rows: Damage[] = [
    [
      'a clip holds noise',
      /0000\.flac$/,
      /does not decode/,
      (f) => writeFileSync(join(f, CLIP), Buffer.alloc(5000, 7)),
    ],
    [
      'a clip breaks off',
      /0000\.flac$/,
      /decode/,
      (f) => writeFileSync(join(f, CLIP), readFileSync(join(f, CLIP)).subarray(0, 9000)),
    ],
    [
      'a clip is another one',
      /0000\.flac$/,
      /decodes to 2\.0000 s/,
      (f) => {
        writeSpeechLike(join(f, '../other.wav'), 2, 9);
        cpSync(join(f, '../other.wav'), join(f, CLIP));
      },
    ],
    ['the index lacks a row', /index\.jsonl/, /holds 4 rows/, (f) => edit(f, 'index.jsonl', withoutLine)],
    [
      'the index has a row twice',
      /index\.jsonl/,
      /twice/,
      (f) => edit(f, 'index.jsonl', (t) => t + t.slice(0, t.indexOf('\n') + 1)),
    ],
    [
      'a line of the index is no JSON',
      /index\.jsonl/,
      /line 1 is damaged/,
      (f) => edit(f, 'index.jsonl', (t) => t.slice(1)),
    ],
    [
      'a row ends before it starts',
      /index\.jsonl/,
      /ends before/,
      (f) => edit(f, 'index.jsonl', (t) => t.replace(/"end":[\d.]+/, '"end":0.001')),
    ],
    [
      'a clip leads out of the folder',
      /index\.jsonl/,
      /leads out/,
      (f) => edit(f, 'index.jsonl', (t) => t.replace('"path":"audiofolder/', '"path":"../audiofolder/')),
    ],
    [
      'a row moved to another split',
      /index\.jsonl/,
      /leak:/,
      (f) => edit(f, 'index.jsonl', (t) => t.replace('"split":"train"', '"split":"test"')),
    ],
    [
      'the manifest counts wrongly',
      /index\.jsonl/,
      /manifest says 6/,
      (f) => editManifest(f, (m) => Object.assign(m, { utterances: 6 })),
    ],
    [
      'the manifest has too many seconds',
      /index\.jsonl/,
      /manifest says 99/,
      (f) => editManifest(f, (m) => Object.assign(m, { seconds: 99 })),
    ],
    [
      'the manifest names another character',
      /index\.jsonl/,
      /other characters/,
      (f) => editManifest(f, (m) => m.characters.push('Nobody')),
    ],
    [
      'metadata.jsonl lacks a row',
      /audiofolder\/train/,
      /lacks/,
      (f) => edit(f, 'audiofolder/train/metadata.jsonl', withoutLine),
    ],
    [
      'metadata.jsonl has another character',
      /audiofolder\/train/,
      /says otherwise/,
      (f) => edit(f, 'audiofolder/train/metadata.jsonl', (t) => t.replace('Orla', 'Bram')),
    ],
    [
      'a context leads nowhere',
      /dialogues/,
      /does not come before/,
      (f) =>
        edit(f, 'dialogues.jsonl', (t) =>
          t.replace('"context":["show-s01e01-0000"]', '"context":["show-s01e01-0009"]'),
        ),
    ],
    [
      'an RTTM lacks a turn',
      /\.rttm/,
      /holds 2 annotations/,
      (f) => edit(f, 'rttm/show-s01e01.rttm', withoutLine),
    ],
    [
      'a TextGrid lacks a text',
      /TextGrid/,
      /annotations/,
      (f) => edit(f, 'textgrid/show-s01e01.TextGrid', (t) => t.replace(/text = "Line.*"/, 'text = ""')),
    ],
    [
      'an EAF lacks an annotation',
      /eaf$/,
      /annotations/,
      (f) => edit(f, 'eaf/show-s01e01.eaf', (t) => t.replace(/<ANNOTATION_VALUE>.*/, '')),
    ],
    [
      'subtitles lack a cue',
      /srt$/,
      /annotations/,
      (f) => edit(f, 'srt/show-s01e01.srt', (t) => t.replace(' --> ', ' -> ')),
    ],
    [
      'the table lacks a row',
      /csv/,
      /lacks/,
      (f) => edit(f, 'utterances.csv', (t) => t.slice(0, t.trimEnd().lastIndexOf('\n') + 1)),
    ],
    [
      'wav.scp runs a command',
      /wav\.scp/,
      /no clip of the dataset/,
      (f) => edit(f, 'kaldi/train/wav.scp', (t) => t.replace(/ (\S+)\n/, ' sox $1 -t wav - |\n')),
    ],
    [
      'utt2spk is not sorted',
      /utt2spk/,
      /not sorted/,
      (f) => edit(f, 'kaldi/train/utt2spk', (t) => `${t.trimEnd().split('\n').reverse().join('\n')}\n`),
    ],
    [
      'a Lhotse recording has other samples',
      /recordings/,
      /says otherwise/,
      (f) => gz((t) => t.replace(/"num_samples":\d+/, '"num_samples":1'))(f, 'lhotse/recordings.jsonl.gz'),
    ],
    [
      'Lhotse manifests are no gzip',
      /recordings/,
      /cannot be read/,
      (f) => writeFileSync(join(f, 'lhotse/recordings.jsonl.gz'), 'x'),
    ],
    [
      'a NeMo duration is wrong',
      /nemo/,
      /says otherwise/,
      (f) => edit(f, 'nemo_manifest_train.jsonl', (t) => t.replace(/"duration":[\d.]+/, '"duration":9')),
    ],
    [
      'a Parquet file is cut off',
      /parquet/,
      /cannot be read/,
      (f) => {
        const path = join(f, 'parquet/train-00000-of-00001.parquet');
        writeFileSync(path, readFileSync(path).subarray(0, 5000));
      },
    ],
    [
      'a Parquet file is that of the other split',
      /parquet/,
      /not in the dataset/,
      (f) =>
        cpSync(
          join(f, 'parquet/test-00000-of-00001.parquet'),
          join(f, 'parquet/train-00000-of-00001.parquet'),
        ),
    ],
    [
      'a shard is cut off',
      /webdataset/,
      /cannot be read|lacks/,
      (f) => {
        const path = join(f, 'webdataset/train-000000.tar');
        writeFileSync(path, readFileSync(path).subarray(0, 30_000));
      },
    ],
    [
      'a shard is missing',
      /webdataset/,
      /holds 0 rows/,
      (f) => rmSync(join(f, 'webdataset/train-000000.tar')),
    ],
    [
      'the recipe lacks an utterance',
      /recipe/,
      /lacks/,
      (f) => edit(f, 'recipe.jsonl', (t) => `${t.trimEnd().split('\n').slice(0, -1).join('\n')}\n`),
    ],
    [
      'the ledger names what is not there',
      /ledger/,
      /names nobody/,
      (f) => edit(f, 'ledger.jsonl', (t) => t.replace('show-s01e01-0000', 'nobody')),
    ],
    ['the card is missing', /README/, /no card/, (f) => rmSync(join(f, 'README.md'))],
    [
      'the card counts wrongly',
      /README/,
      /does not say/,
      (f) => edit(f, 'README.md', (t) => t.replace('| utterances | 5 |', '| utterances | 50 |')),
    ],
  ];
  it.each(rows)('%s', async (_title, file, message, harm) => {
    const folder = copy();
    harm(folder);
    await reseal(folder);
    const { findings } = await verify(folder);
    expect(findings.filter((each) => file.test(each.file) && message.test(each.message))).not.toEqual([]);
  });
});

it('a recording that is in both splits is found by its sound', async () => {
  const folder = copy();
  const other = 'audiofolder/test/show-s01e02/show-s01e02-0000.flac';
  cpSync(join(folder, CLIP), join(folder, other));
  await reseal(folder);
  const { findings } = await verify(folder);
  expect(findings.map((each) => each.message)).toEqual([
    'leak: show-s01e01-0000 in train and show-s01e02-0000 in test are one recording',
  ]);
});

it('an untouched copy is good', async () => {
  expect(await verify(copy())).toMatchObject({ ok: true, utterances: 5, findings: [] });
});
