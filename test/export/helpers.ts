import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import type {
  ClipFacts,
  ClipRequest,
  CutClips,
  DatasetEpisode,
  ExportRequest,
} from '../../main/export/index.ts';
import { EXPORT_FORMATS, type VerifyResult, verifyDataset } from '../../main/export/index.ts';
import { findTools } from '../../main/media/index.ts';
import type { Utterance } from '../../main/model/index.ts';
import { makeUtterance, temporaryFolder } from '../helpers/project.ts';
import { PLAIN_QUALITY } from '../helpers/quality.ts';
import { seededRandom } from '../helpers/sound.ts';

const run = promisify(execFile);
const { ffmpeg } = await findTools();

const folder = mkdtempSync(join(tmpdir(), 'rolecall-media-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A WAV file of 16 kHz made of syllables: bursts of harmonics whose pitch and colour change with the seed. */
export function writeSpeechLike(file: string, seconds: number, seed: number): string {
  const random = seededRandom(seed);
  const samples = new Int16Array(seconds * 16_000);
  for (let from = 0; from < samples.length; ) {
    const length = 1200 + Math.floor(random() * 2400);
    const pitch = 90 + random() * 160;
    const colours = Array.from({ length: 24 }, () => random() ** 2);
    const loudness = random() < 0.2 ? 0 : 2000 + random() * 4000;
    for (let at = 0; at < length && from + at < samples.length; at += 1) {
      const swell = Math.sin((Math.PI * at) / length);
      let value = 0;
      for (let k = 0; k < colours.length; k += 1) {
        value += (colours[k] as number) * Math.sin((2 * Math.PI * pitch * (k + 1) * at) / 16_000);
      }
      samples[from + at] = Math.max(-32_000, Math.min(32_000, (loudness * swell * value) / 6));
    }
    from += length;
  }
  const header = Buffer.alloc(44);
  header.write('RIFF');
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(16_000, 24);
  header.writeUInt32LE(32_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  writeFileSync(file, Buffer.concat([header, Buffer.from(samples.buffer)]));
  return file;
}

/** A made-up medium of 60 s, made once for each seed. */
export function media(seed = 1): string {
  const file = join(folder, `media-${seed}.wav`);
  return readdirSync(folder).includes(`media-${seed}.wav`) ? file : writeSpeechLike(file, 60, seed);
}

/** Cuts real FLAC files with ffmpeg, one at a time: slow and simple, for tests. */
export const cutWithFfmpeg: CutClips = async (source, clips, signal) => {
  const cutOne = async ({ start, end, file }: ClipRequest): Promise<ClipFacts> => {
    const filter = `atrim=start_sample=${start}:end_sample=${end},asetpts=PTS-STARTPTS`;
    const args = ['-v', 'error', '-nostdin', '-y', '-i', `file:${source}`, '-af', filter, '-ac', '1'];
    await run(
      ffmpeg.path,
      [...args, '-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact', `file:${file}`],
      { signal },
    );
    return { rate: 16_000, samples: end - start };
  };
  const facts: ClipFacts[] = [];
  for (let from = 0; from < clips.length; from += 4) {
    facts.push(...(await Promise.all(clips.slice(from, from + 4).map(cutOne))));
  }
  return facts;
};

const decoded = new Map<string, Float32Array>();

/** All samples of a sound file at 16 kHz, mono, through ffmpeg's decoder; equal bytes are decoded once. */
export async function decodedSamples(file: string, signal?: AbortSignal): Promise<Float32Array> {
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
  const known = decoded.get(hash);
  if (known !== undefined) return known;
  const { stdout } = await run(
    ffmpeg.path,
    [
      '-v',
      'error',
      '-xerror',
      '-nostdin',
      '-i',
      `file:${file}`,
      '-ac',
      '1',
      '-ar',
      '16000',
      '-f',
      's16le',
      'pipe:1',
    ],
    { encoding: 'buffer', maxBuffer: 1 << 30, signal },
  );
  const samples = new Int16Array(stdout.length >> 1);
  Buffer.from(samples.buffer).set(stdout.subarray(0, samples.byteLength));
  const floats = Float32Array.from(samples, (value) => value / 32_768);
  decoded.set(hash, floats);
  return floats;
}

export const decodedSeconds = async (file: string, signal?: AbortSignal): Promise<number> =>
  (await decodedSamples(file, signal)).length / 16_000;

/** Verifies with ffmpeg as the reader of clips. */
export const verify = (directory: string): Promise<VerifyResult> =>
  verifyDataset(directory, { decodedSeconds, decodedSamples, signal: new AbortController().signal });

export const episode = (
  id: string,
  utterances: readonly Partial<Utterance>[],
  more: Partial<DatasetEpisode> & { title?: string; media?: string } = {},
): DatasetEpisode => ({
  scenes: new Map([
    [0, 'Kitchen'],
    [1, 'Roof'],
  ]),
  identity: { size: 1234, hash: 'ab'.repeat(32) },
  decisions: [],
  ...more,
  episode: {
    id,
    title: more.title ?? id,
    series: 'The Series',
    media: more.media ?? media(),
    subtitles: null,
    script: null,
    pairedBy: 'scan',
    status: 'done',
    warnings: [],
    failure: null,
    samples: 60 * 16_000,
    utterances: utterances.length,
    reviewed: 0,
  },
  utterances: utterances.map((each, index) =>
    makeUtterance({
      id: `${id}-${String(index).padStart(4, '0')}`,
      episode: id,
      start: index * 24_000 + 1000,
      end: index * 24_000 + 17_003,
      text: `Line ${index} of ${id}.`,
      quality: PLAIN_QUALITY,
      ...each,
    }),
  ),
});

/** Two episodes, three characters, a decision. */
export const twoEpisodes = (): DatasetEpisode[] => [
  episode(
    'show-s01e01',
    [{ speaker: 'Orla' }, { speaker: 'Bram', scene: 0 }, { speaker: 'Orla', scene: 1 }],
    {
      title: 'Show S01E01',
      decisions: [
        {
          at: '2026-11-01T10:00:00.000Z',
          who: 'you',
          sentence: 'Accepted 1 utterance',
          utterances: ['show-s01e01-0000'],
        },
      ],
    },
  ),
  episode('show-s01e02', [{ speaker: 'Ines' }, { speaker: 'Bram' }], {
    title: 'Show S01E02',
    media: media(2),
  }),
];

export const request = (given: Partial<ExportRequest> = {}): ExportRequest => ({
  directory: given.directory ?? join(temporaryFolder(), 'out'),
  formats: EXPORT_FORMATS,
  selection: { acceptedOnly: false },
  name: 'Test',
  models: ['Model 1 (MIT)'],
  rolecallVersion: '0.0.0-test',
  episodes: twoEpisodes(),
  cut: cutWithFfmpeg,
  signal: new AbortController().signal,
  onProgress: () => {},
  ...given,
});

/** Every file below a folder with the hash of its bytes. */
export function hashes(directory: string): Map<string, string> {
  return new Map(
    (readdirSync(directory, { recursive: true }) as string[])
      .map((name) => join(directory, name))
      .filter((file) => statSync(file).isFile())
      .map((file): [string, string] => [
        relative(directory, file),
        createHash('sha256').update(readFileSync(file)).digest('hex'),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
