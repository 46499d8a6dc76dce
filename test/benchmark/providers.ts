// Where a model runs best: the speaker encoder and the sound judge on each provider, how fast for how many rows a call,
// and how far its answers are from the CPU's.
// Usage: npm run bench:providers -- [--providers cpu,webgpu] [--threads N] [--sound FILE.wav] [--models DIR] [--json]
//   FILE.wav: mono, 16 kHz, 16 bits. Without it, made sound is taken: times are the same, differences may not be.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wishedProviders } from '../../native-models/detect-providers.ts';
import type { Provider } from '../../native-models/provider-names.ts';
import { openGraph, type ProvidedGraph } from '../../native-models/providers.ts';
import { RolecallEar } from '../../native-models/rolecall-ear.ts';
import { RolecallVoice } from '../../native-models/rolecall-voice.ts';
import { float32 } from '../../native-models/tensors.ts';

const RATE = 16_000;
const ROWS = [1, 4, 16, 64] as const;
const CLIP = 3 * RATE;
/** How long each figure is measured, at least. */
const LEAST_MILLISECONDS = 3_000;

interface ProviderFigures {
  readonly wished: Provider;
  /** Where the encoder really ran, and why not elsewhere. */
  readonly provider: Provider;
  readonly notes: readonly string[];
  readonly openedInMilliseconds: number;
  /** Seconds of sound for each second of the clock, clips of three seconds, by rows of one call. */
  readonly xRealtimeByRows: Readonly<Record<number, number>>;
  /** The same for utterances of 0.6 to 6 s, each of its own length, as an episode has them. */
  readonly xRealtimeOfUtterances: number;
  /** 1 less the cosine between these embeddings and the CPU's, the greatest. */
  readonly greatestDistance: number;
  readonly judge: {
    readonly provider: Provider;
    readonly xRealtime: number;
    readonly greatestDifference: number;
  };
}

const { values } = parseArgs({
  options: {
    providers: { type: 'string', default: 'cpu,webgpu' },
    threads: { type: 'string', default: '1' },
    sound: { type: 'string' },
    models: { type: 'string', default: join(import.meta.dirname, '..', '..', 'native-models') },
    json: { type: 'boolean', default: false },
  },
});
const providers = wishedProviders({ ROLECALL_PROVIDERS: values.providers });

/** A minute of a voice-like buzz: 30 harmonics of a wandering pitch under a slow envelope, with some noise. */
function madeSound(): Float32Array {
  const samples = new Float32Array(60 * RATE);
  let phase = 0;
  let noise = 1;
  for (let at = 0; at < samples.length; at++) {
    const seconds = at / RATE;
    phase += (2 * Math.PI * (130 + 40 * Math.sin(2.1 * seconds))) / RATE;
    noise = (noise * 16_807) % 2_147_483_647;
    let value = 0.02 * (noise / 1_073_741_823.5 - 1);
    for (let harmonic = 1; harmonic <= 30; harmonic++) value += Math.sin(harmonic * phase) / (8 * harmonic);
    samples[at] = value * (0.55 + 0.45 * Math.sin(9 * seconds));
  }
  return samples;
}

/** @throws RangeError where the file has no samples in the form that is asked for */
function soundOf(file: string): Float32Array {
  const bytes = readFileSync(file);
  const data = bytes.indexOf('data', 12, 'latin1');
  if (
    data < 0 ||
    bytes.readUInt16LE(22) !== 1 ||
    bytes.readUInt32LE(24) !== RATE ||
    bytes.readUInt16LE(34) !== 16
  )
    throw new RangeError(`${file} is no WAV of one channel, 16 kHz, 16 bits.`);
  const samples = new Float32Array((bytes.length - data - 8) >> 1);
  for (let at = 0; at < samples.length; at++) samples[at] = bytes.readInt16LE(data + 8 + 2 * at) / 32_768;
  return samples;
}

const sound = values.sound === undefined ? madeSound() : soundOf(values.sound);
const clip = (index: number, length: number): Float32Array => {
  const from = (index * 7_919 * 31) % Math.max(1, sound.length - length);
  return sound.subarray(from, from + length);
};
/** 60 utterances, no two of one length. */
const utterances = Array.from({ length: 60 }, (_, index) =>
  clip(index, Math.round((0.6 + (5.4 * ((index * 37) % 60)) / 60) * RATE) + index),
);
const secondsOf = (clips: readonly Float32Array[]): number =>
  clips.reduce((sum, { length }) => sum + length / RATE, 0);

/** Runs until the time is over and gives seconds of sound for each second; the first call is not counted. */
async function xRealtime(seconds: number, run: () => Promise<unknown>): Promise<number> {
  await run();
  const start = performance.now();
  let calls = 0;
  while (performance.now() - start < LEAST_MILLISECONDS) {
    await run();
    calls++;
  }
  return (1000 * calls * seconds) / (performance.now() - start);
}

async function embeddings(graph: ProvidedGraph): Promise<Float32Array[]> {
  const outcomes = await new RolecallVoice(graph).embed(utterances);
  return outcomes.map((outcome) => {
    if (outcome.kind === 'refused') throw new Error(`A clip was refused: ${outcome.reason}`);
    return outcome.vector;
  });
}

const voiceBytes = readFileSync(join(values.models, 'rolecall-voice-v0', 'rolecall-voice-v0.onnx'));
const earBytes = readFileSync(join(values.models, 'rolecall-ear-v0', 'rolecall-ear-v0.onnx'));
const threads = Number(values.threads);

const onCpu = await openGraph('rolecall-voice-v0', voiceBytes, { threads });
const trueVectors = await embeddings(onCpu);
const earOnCpu = await openGraph('rolecall-ear-v0', earBytes, { threads });
const trueJudgements = await new RolecallEar(earOnCpu).judge(utterances);
await Promise.all([onCpu.release(), earOnCpu.release()]);

async function measure(wished: Provider): Promise<ProviderFigures> {
  const start = performance.now();
  const graph = await openGraph('rolecall-voice-v0', voiceBytes, { providers: [wished], threads });
  const openedInMilliseconds = performance.now() - start;
  const byRows: Record<number, number> = {};
  for (const rows of ROWS) {
    const audio = new Float32Array(rows * CLIP);
    for (let row = 0; row < rows; row++) audio.set(clip(row, CLIP), row * CLIP);
    byRows[rows] = await xRealtime((rows * CLIP) / RATE, () =>
      graph.run({ audio: float32(audio, rows, CLIP) }),
    );
  }
  const vectors = await embeddings(graph);
  const greatestDistance = Math.max(
    ...vectors.map(
      (vector, at) => 1 - vector.reduce((sum, value, i) => sum + value * trueVectors[at]![i]!, 0),
    ),
  );
  const xRealtimeOfUtterances = await xRealtime(secondsOf(utterances), () => embeddings(graph));
  const earGraph = await openGraph('rolecall-ear-v0', earBytes, { providers: [wished], threads });
  const ear = new RolecallEar(earGraph);
  const judgements = await ear.judge(utterances);
  const greatestDifference = Math.max(
    ...judgements.flatMap((judgement, at) => {
      const truth = trueJudgements[at];
      if (!judgement || !truth) throw new Error('A clip was not judged.');
      return [Math.abs(judgement.music - truth.music), Math.abs(judgement.overlap - truth.overlap)];
    }),
  );
  const judgeXRealtime = await xRealtime(secondsOf(utterances), () => ear.judge(utterances));
  const figures: ProviderFigures = {
    wished,
    provider: graph.provider,
    notes: [...graph.notes, ...earGraph.notes],
    openedInMilliseconds,
    xRealtimeByRows: byRows,
    xRealtimeOfUtterances,
    greatestDistance,
    judge: { provider: earGraph.provider, xRealtime: judgeXRealtime, greatestDifference },
  };
  await Promise.all([graph.release(), earGraph.release()]);
  return figures;
}

const found: ProviderFigures[] = [];
for (const wished of providers) {
  const figures = await measure(wished);
  found.push(figures);
  if (values.json) continue;
  const x = (value: number): string => `${value.toFixed(0)}x`;
  console.log(
    `${wished}${figures.provider === wished ? '' : `: ran on ${figures.provider}`}, opened in ${figures.openedInMilliseconds.toFixed(0)} ms`,
  );
  for (const note of figures.notes) console.log(`  ${note}`);
  console.log(
    `  speaker encoder, 3 s clips: ${ROWS.map((rows) => `${rows} a call ${x(figures.xRealtimeByRows[rows]!)}`).join(', ')}`,
  );
  console.log(
    `  speaker encoder, utterances of all lengths: ${x(figures.xRealtimeOfUtterances)}; farthest from the CPU's (1 - cosine): ${figures.greatestDistance.toExponential(1)}`,
  );
  console.log(
    `  sound judge: ${x(figures.judge.xRealtime)} on ${figures.judge.provider}; greatest difference of a probability: ${figures.judge.greatestDifference.toExponential(1)}`,
  );
}
if (values.json) {
  console.log(
    JSON.stringify({ cores: availableParallelism(), processor: cpus()[0]?.model, threads, found }, null, 2),
  );
}
process.exit(0);
