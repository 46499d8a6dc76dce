/**
 * npm run bench:export -- [--utterances N] [--formats F,F] [--split] [--twice] [--verify] : exports a made-up library
 * and prints how fast, with how much memory; with --twice a second time, and whether the bytes are the same. Default: 100,000 utterances of 1.2 s, text formats and Parquet.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type DatasetEpisode,
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportResult,
  verifyDataset,
  writeClips,
  writeDataset,
} from '../../main/export/index.ts';
import { describeFile, MANIFEST_FILE } from '../../main/export/manifest.ts';
import { findTools, PcmReader, PcmWriter } from '../../main/media/index.ts';
import type { Utterance } from '../../main/model/index.ts';
import { PLAIN_QUALITY } from '../helpers/quality.ts';
import { seededRandom } from '../helpers/sound.ts';

const { values } = parseArgs({
  options: {
    utterances: { type: 'string', default: '100000' },
    formats: { type: 'string', default: 'jsonl,csv,rttm,textgrid,eaf,srt,vtt,ass,audacity,recipe,parquet' },
    split: { type: 'boolean', default: false },
    verify: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
    folder: { type: 'string', default: tmpdir() },
  },
});
const utterances = Number(values.utterances);
const formats = EXPORT_FORMATS.filter((format): format is ExportFormat =>
  values.formats.split(',').includes(format),
);
const PER_EPISODE = 400;
const LINE = 19_200;
const EPISODE_SAMPLES = PER_EPISODE * LINE;

const folder = mkdtempSync(join(values.folder, 'rolecall-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));

/** Noise shaped into syllables, each episode another: nothing in it is a recap. */
async function writeSamples(file: string, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const samples = new Int16Array(EPISODE_SAMPLES);
  let [low, level] = [0, 0];
  for (let at = 0; at < samples.length; at += 1) {
    if (at % 2400 === 0) level = random() < 0.2 ? 20 : 1000 + random() * 5000;
    low += (random() * 2 - 1 - low) * 0.35;
    samples[at] = low * level;
  }
  const writer = await PcmWriter.create(file);
  await writer.write(samples);
  await writer.finish();
}

function makeUtterance(episode: string, index: number, random: () => number): Utterance {
  const words = Array.from({ length: 4 + Math.floor(random() * 8) }, () =>
    Math.floor(random() * 5e4).toString(36),
  );
  const speaker = `Character ${Math.floor(random() * 40)}`;
  return {
    id: `${episode}-${String(index).padStart(5, '0')}`,
    episode,
    start: index * LINE,
    end: (index + 1) * LINE,
    text: words.join(' '),
    speaker,
    state: 'matched',
    review: 'unreviewed',
    confidence: random(),
    witnesses: {
      script: { character: speaker, probability: 0.9, lines: [index] },
      subtitle: null,
      voice: Array.from({ length: 5 }, (_, at) => ({ character: `Character ${at}`, probability: 0.2 })),
    },
    mislabelProbability: random(),
    quality: PLAIN_QUALITY,
    cue: index,
    part: 0,
    scene: Math.floor(index / 20),
    reason: null,
    language: null,
    transcript: null,
  };
}

const count = Math.ceil(utterances / PER_EPISODE);
const names = Array.from(
  { length: count },
  (_, at) =>
    `show-s${String(1 + Math.floor(at / 24)).padStart(2, '0')}e${String(1 + (at % 24)).padStart(2, '0')}`,
);

function* episodes(): Generator<DatasetEpisode> {
  for (const [at, id] of names.entries()) {
    const random = seededRandom(at + 1);
    const many = Math.min(PER_EPISODE, utterances - at * PER_EPISODE);
    yield {
      episode: {
        id,
        title: id,
        series: 'Show',
        media: `${id}.mkv`,
        subtitles: null,
        script: null,
        pairedBy: 'scan',
        status: 'done',
        warnings: [],
        failure: null,
        samples: EPISODE_SAMPLES,
        utterances: many,
        reviewed: 0,
      },
      scenes: new Map(),
      utterances: Array.from({ length: many }, (_, index) => makeUtterance(id, index, random)),
    };
  }
}

// Sound of eight episodes stands for all: what is measured does not mind, but for the leak check.
const SOUNDS = values.split ? count : Math.min(count, 8);
mkdirSync(join(folder, 'sound'));
for (let at = 0; at < SOUNDS; at += 1) await writeSamples(join(folder, 'sound', `${at}.s16`), at);
const soundOf = (media: string): Promise<PcmReader> =>
  PcmReader.open(join(folder, 'sound', `${names.indexOf(media.replace('.mkv', '')) % SOUNDS}.s16`));

const { signal } = new AbortController();
const directory = join(folder, 'out');
const exportTo = (target: string): Promise<ExportResult> =>
  writeDataset({
    directory: target,
    formats,
    selection: { acceptedOnly: false },
    name: 'Benchmark',
    models: [],
    rolecallVersion: '0',
    episodes: { [Symbol.iterator]: episodes },
    split: values.split
      ? { by: 'episode', seed: '0', shares: { train: 0.8, validation: 0.1, test: 0.1 } }
      : null,
    async cut(media, clips, _signal, options) {
      const reader = await soundOf(media);
      try {
        return await writeClips({ reader, rate: 16_000, close: async () => {} }, clips, options, {
          tools: findTools,
          signal,
        });
      } finally {
        await reader.close();
      }
    },
    async sound(_episode, media) {
      const reader = await soundOf(media);
      return { read: (start, end) => reader.read({ start, end }), close: () => reader.close() };
    },
    signal,
    onProgress: (fraction, message) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${(fraction * 100).toFixed(1)}% ${message}        `);
    },
  });
const started = performance.now();
const worked = process.cpuUsage();
const result = await exportTo(directory);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(worked);
const megabytes = process.resourceUsage().maxRSS / 1024;
const report = {
  formats: formats.join(','),
  split: values.split,
  utterances: result.utterances,
  hours: Math.round(result.seconds / 36) / 100,
  files: result.files,
  seconds: Math.round(seconds * 10) / 10,
  cpuSeconds: Math.round((user + system) / 1e6),
  xRealtime: Math.round(result.seconds / seconds),
  peakMegabytes: Math.round(megabytes),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
if (values.twice) {
  // The manifest holds the checksum of every other file.
  const digest = async (of: string): Promise<string> => (await describeFile(join(of, MANIFEST_FILE))).sha256;
  const first = await digest(directory);
  const again = join(folder, 'again');
  await exportTo(again);
  process.stdout.write(`${JSON.stringify({ sameBytes: first === (await digest(again)) })}\n`);
}
if (values.verify) {
  const from = performance.now();
  const found = await verifyDataset(directory, { decodedSeconds: async () => Number.NaN, signal });
  process.stdout.write(
    `${JSON.stringify({ verifySeconds: (performance.now() - from) / 1000, findings: found.findings.length })}\n`,
  );
}
