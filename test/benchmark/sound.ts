// Speed of each step from media to embeddings, and the bundled encoder's error by duration, by its card's method.
// Usage: npm run bench:sound -- [--threads N]. Reads ../shared/data/speech; says so where it is absent.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decode, encodeFlac, findTools, probe, toFloat } from '../../main/media/index.ts';
import { detectSpeech } from '../../main/speech/index.ts';
import { InferenceHost, newSpeechStream } from '../../native-models/index.ts';
import { ffmpeg, samplesOf } from '../helpers/media.ts';
import { scoreOneByOne } from '../helpers/one-window.ts';
import { sharedData } from '../helpers/shared-data.ts';
import { joined } from '../helpers/sound.ts';

const { values } = parseArgs({ options: { threads: { type: 'string', default: '1' } } });
const root = sharedData('speech', 'librispeech');
if (root === null) {
  console.log('Skipped: ../shared/data/speech is not there.');
  process.exit(0);
}
const clips: { reader: string; samples: Float32Array; whole: Int16Array }[] = [];
for (const reader of readdirSync(root).sort()) {
  for (const file of readdirSync(join(root, reader)).sort()) {
    const whole = await samplesOf(join(root, reader, file));
    clips.push({ reader, whole, samples: withoutPauses(toFloat(whole)) });
  }
}
const host = new InferenceHost({ threads: Number(values.threads) });
const seconds = clips.reduce((sum, { whole }) => sum + whole.length, 0) / 16_000;
console.log(`${clips.length} utterances, ${seconds.toFixed(0)} s; ${values.threads} thread(s) for inference`);

async function timed(title: string, duration: number, work: () => Promise<unknown> | unknown): Promise<void> {
  const start = performance.now();
  await work();
  const took = (performance.now() - start) / 1000;
  console.log(`${title.padEnd(44)} ${(duration / took).toFixed(0).padStart(6)} x realtime`);
}

const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-'));
try {
  const list = readdirSync(root).flatMap((reader) =>
    readdirSync(join(root, reader)).map((file) => join(root, reader, file)),
  );
  const inputs = list.flatMap((file) => ['-i', file]);
  const graph = `${list.map((_, i) => `[${i}:a]`).join('')}concat=n=${list.length}:v=0:a=1,aloop=3:2147483647`;
  const media = await ffmpeg(
    ...inputs,
    '-filter_complex',
    graph,
    '-ac',
    '2',
    '-ar',
    '48000',
    '-c:a',
    'aac',
    join(folder, 'a.mkv'),
  );
  const tools = await findTools();
  const info = await probe(media, { tools });
  const length = (info.duration ?? 0) / 16_000;
  await timed('decode (AAC 48 kHz stereo)', length, () => decode(info, { tools, onChunk: () => {} }));
  const listeningCopy = join(folder, 'copy.ogg');
  await timed('decode with the listening copy', length, () =>
    decode(info, { tools, listeningCopy, onChunk: () => {} }),
  );
} finally {
  rmSync(folder, { recursive: true });
}

const parts = [...clips, ...clips, ...clips, ...clips].map(({ whole }) => whole);
const model = host.speechModel();
await model.score(new Int16Array(512), newSpeechStream());
await timed('speech detection, one window at a time', seconds, () => scoreOneByOne(wholeOf(clips)));
await timed('speech detection', 4 * seconds, () => detectSpeech(parts, model));

const encoder = host.speakerEncoder();
await encoder.embed([clips[0]!.samples]);
const lines = clips.flatMap(({ samples }) =>
  Array.from({ length: Math.floor(samples.length / 48_000) }, (_, i) =>
    samples.subarray(i * 48_000, (i + 1) * 48_000),
  ),
);
await timed('embedding of 3 s lines', lines.length * 3, () => encoder.embed(lines));
await timed('FLAC encoding', seconds, () => {
  for (const { whole } of clips) encodeFlac(whole, 16_000);
});

console.log('equal error rate over all pairs, pauses removed, cut from the middle:');
for (const cut of [1, 2, 4, null]) {
  const usable = clips.filter(({ samples }) => cut === null || samples.length >= cut * 16_000);
  const outcomes = await encoder.embed(usable.map(({ samples }) => middle(samples, cut)));
  const vectors = outcomes.flatMap((outcome, i) =>
    outcome.kind === 'embedded' ? [{ vector: outcome.vector, reader: usable[i]!.reader }] : [],
  );
  const pairs = vectors.flatMap((a, i) =>
    vectors.slice(i + 1).map((b) => ({
      same: a.reader === b.reader,
      score: a.vector.reduce((sum, x, k) => sum + x * b.vector[k]!, 0),
    })),
  );
  console.log(
    `  ${cut === null ? 'whole' : `${cut} s`}: ${(100 * equalErrorRate(pairs)).toFixed(2)}% (${vectors.length} utterances)`,
  );
}
await host.close();

function wholeOf(all: readonly { readonly whole: Int16Array }[]): Int16Array {
  const joinedUp = new Int16Array(all.reduce((sum, { whole }) => sum + whole.length, 0));
  let at = 0;
  for (const { whole } of all) {
    joinedUp.set(whole, at);
    at += whole.length;
  }
  return joinedUp;
}

function middle(samples: Float32Array, cut: number | null): Float32Array {
  if (cut === null) return samples;
  const from = Math.floor((samples.length - cut * 16_000) / 2);
  return samples.subarray(from, from + cut * 16_000);
}

function equalErrorRate(pairs: readonly { readonly same: boolean; readonly score: number }[]): number {
  const sorted = pairs.toSorted((a, b) => b.score - a.score);
  const same = sorted.filter((pair) => pair.same).length;
  let accepted = 0;
  let best = { distance: Number.POSITIVE_INFINITY, rate: 1 };
  sorted.forEach((pair, index) => {
    if (pair.same) accepted++;
    const rejected = 1 - accepted / same;
    const wrong = (index + 1 - accepted) / (sorted.length - same);
    const distance = Math.abs(rejected - wrong);
    if (distance < best.distance) best = { distance, rate: (rejected + wrong) / 2 };
  });
  return best.rate;
}

/** As in native-models/rolecall-voice-v0/training/data.py: 10 ms frames by energy, with 100 ms around them. */
function withoutPauses(samples: Float32Array): Float32Array {
  const frames = Math.floor(samples.length / 160);
  const energy = Float64Array.from({ length: frames }, (_, frame) => {
    let sum = 0;
    for (let i = frame * 160; i < (frame + 1) * 160; i++) sum += (samples[i]! * 32_768) ** 2;
    return sum / 160;
  });
  const sorted = energy.toSorted();
  const rank = 0.1 * (frames - 1);
  const low = sorted[Math.floor(rank)]! + (rank % 1) * (sorted[Math.ceil(rank)]! - sorted[Math.floor(rank)]!);
  const threshold = Math.max(sorted.at(-1)! * 1e-4, low * 2);
  const kept: Float32Array[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const near = energy.subarray(Math.max(0, frame - 10), frame + 11);
    if (near.some((value) => value > threshold)) kept.push(samples.subarray(frame * 160, (frame + 1) * 160));
  }
  return joined(...kept);
}
