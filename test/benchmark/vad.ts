// Speech detection against a peer, sherpa-onnx with the same Silero model, on the same sound in the same run; and how
// far it agrees with the model file as it came, run one window after the other.
// Usage: npm run bench:vad -- [--minutes N] [--json]
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toFloat } from '../../main/media/index.ts';
import { detectSpeech, segmentsFrom } from '../../main/speech/index.ts';
import { InferenceHost, newSpeechStream } from '../../native-models/index.ts';
import { samplesOf } from '../helpers/media.ts';
import { scoreOneByOne } from '../helpers/one-window.ts';
import { sharedData } from '../helpers/shared-data.ts';
import { makeLibrary } from './pipeline/library.ts';
import { cpuSeconds } from './pipeline/processes.ts';
import { reorderInputs } from './vad/reorder-inputs.ts';

export interface VadFigures {
  readonly audioSeconds: number;
  /** Seconds of audio for each second of CPU of all processes: decoded samples in, probabilities out. */
  readonly xRealtime: number;
  readonly oneWindowXRealtime: number;
  /** Null where the peer is not installed. */
  readonly peerXRealtime: number | null;
  readonly timesAsFast: number | null;
  /** The same by the clock, which other work on the machine disturbs. */
  readonly clock: { readonly xRealtime: number; readonly timesAsFast: number | null };
  /** Share of 10 ms frames on which the segments agree with those of one window after the other. */
  readonly agreement: number;
  /** Greatest difference between the probabilities of the two ways. */
  readonly greatestDifference: number;
  /** The same for the peer's segments, whose padding and smoothing differ. */
  readonly peerAgreement: number | null;
}

interface Peer {
  readonly Vad: new (
    config: object,
    bufferSeconds: number,
  ) => {
    acceptWaveform(samples: Float32Array): void;
    isEmpty(): boolean;
    front(enableExternalBuffer?: boolean): { start: number; samples: Float32Array };
    pop(): void;
    flush(): void;
  };
}

const MODEL = new URL('../../native-models/silero-vad/silero_vad_op18_ifless.onnx', import.meta.url).pathname;
const WINDOW = 512;

/** Half of the sound is the sample library's, half is the readers and meetings that lie beside some clones. */
export async function loadSound(minutes: number): Promise<Int16Array> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-vad-'));
  const parts: Int16Array[] = [];
  try {
    const made = await makeLibrary(folder, { episodes: 1, minutes });
    parts.push(await samplesOf(join(made.folder, 'Night Watch S01E01.opus')));
  } finally {
    rmSync(folder, { recursive: true });
  }
  const speech = sharedData('speech');
  if (speech !== null) {
    for (const name of readdirSync(speech, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(flac|wav)$/.test(name)) parts.push(await samplesOf(join(speech, name)));
    }
  }
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  // Whole windows: programs differ in what they do with the rest.
  return all.subarray(0, Math.floor(all.length / WINDOW) * WINDOW);
}

export function frames(
  segments: readonly { readonly start: number; readonly end: number }[],
  samples: number,
): Uint8Array {
  const found = new Uint8Array(Math.ceil(samples / 160));
  for (const { start, end } of segments) found.fill(1, Math.floor(start / 160), Math.ceil(end / 160));
  return found;
}

export function agreementOf(a: Uint8Array, b: Uint8Array): number {
  let same = 0;
  for (let i = 0; i < a.length; i += 1) if (a[i] === b[i]) same += 1;
  return same / a.length;
}

function loadPeer(): Peer | null {
  try {
    return createRequire(import.meta.url)('sherpa-onnx-node') as Peer;
  } catch {
    return null;
  }
}

export async function benchVad(minutes: number): Promise<VadFigures> {
  const sound = await loadSound(minutes);
  const audioSeconds = sound.length / 16_000;
  const host = new InferenceHost();
  try {
    const model = host.speechModel();
    await model.score(new Int16Array(WINDOW), newSpeechStream());
    // CPU time of this process and of the inference's: other work on the machine would spoil the clock's.
    const cpuNow = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6 + host.pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
    };
    const timed = async <T>(work: () => Promise<T> | T): Promise<[T, number, number]> => {
      const started = cpuNow();
      const startedAt = performance.now();
      const result = await work();
      const seconds = (performance.now() - startedAt) / 1000;
      return [result, audioSeconds / (cpuNow() - started), audioSeconds / seconds];
    };
    const chunks = Array.from({ length: Math.ceil(sound.length / 32_000) }, (_, index) =>
      sound.slice(index * 32_000, (index + 1) * 32_000),
    );
    const [ours, xRealtime, xClock] = await timed(() => detectSpeech(chunks, model));
    const [exact, oneWindowXRealtime] = await timed(() => scoreOneByOne(sound));
    const ourFrames = frames(segmentsFrom(ours), sound.length);
    const peer = loadPeer();
    const [peerSegments, peerXRealtime, peerClock] =
      peer === null ? [null, null, null] : await timed(() => peerDetect(peer, sound));
    return {
      audioSeconds,
      xRealtime,
      oneWindowXRealtime,
      peerXRealtime,
      timesAsFast: peerXRealtime === null ? null : xRealtime / peerXRealtime,
      clock: { xRealtime: xClock, timesAsFast: peerClock === null ? null : xClock / peerClock },
      agreement: agreementOf(
        ourFrames,
        frames(segmentsFrom({ ...ours, probabilities: exact }), sound.length),
      ),
      greatestDifference: exact.reduce(
        (most, value, window) => Math.max(most, Math.abs(value - (ours.probabilities[window] ?? 0))),
        0,
      ),
      peerAgreement:
        peerSegments === null ? null : agreementOf(ourFrames, frames(peerSegments, sound.length)),
    };
  } finally {
    await host.close();
  }
}

/** The peer takes the inputs of the model by their order. */
function peerDetect(peer: Peer, sound: Int16Array): { start: number; end: number }[] {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-peer-'));
  const model = join(folder, 'silero.onnx');
  writeFileSync(model, reorderInputs(readFileSync(MODEL), ['input', 'state', 'sr']));
  const vad = new peer.Vad(
    {
      sileroVad: {
        model,
        threshold: 0.5,
        minSpeechDuration: 0.25,
        minSilenceDuration: 0.1,
        windowSize: WINDOW,
        maxSpeechDuration: 3600,
      },
      sampleRate: 16_000,
      numThreads: 1,
      debug: 0,
    },
    120,
  );
  rmSync(folder, { recursive: true });
  const segments: { start: number; end: number }[] = [];
  const drain = (): void => {
    while (!vad.isEmpty()) {
      const { start, samples } = vad.front(false);
      segments.push({ start, end: start + samples.length });
      vad.pop();
    }
  };
  for (let at = 0; at + WINDOW <= sound.length; at += WINDOW) {
    vad.acceptWaveform(toFloat(sound.subarray(at, at + WINDOW)));
    drain();
  }
  vad.flush();
  drain();
  return segments;
}

export function tellVad(figures: VadFigures): void {
  const {
    audioSeconds,
    xRealtime,
    oneWindowXRealtime,
    peerXRealtime,
    timesAsFast,
    clock,
    agreement,
    greatestDifference,
    peerAgreement,
  } = figures;
  console.log(
    `speech detection over ${(audioSeconds / 60).toFixed(0)} min, seconds of audio for each second of CPU:`,
  );
  console.log(
    `  Rolecall ${xRealtime.toFixed(0)}x, the same file one window after the other ${oneWindowXRealtime.toFixed(0)}x`,
  );
  console.log(
    `  the two agree on ${(100 * agreement).toFixed(3)}% of 10 ms frames, probabilities within ${greatestDifference.toExponential(1)}`,
  );
  if (peerXRealtime === null) console.log('  sherpa-onnx-node is not installed: no peer');
  else {
    console.log(
      `  sherpa-onnx with the same file ${peerXRealtime.toFixed(0)}x: Rolecall is ${timesAsFast?.toFixed(1)} times as fast; segments agree on ${(100 * (peerAgreement ?? 0)).toFixed(1)}%`,
    );
    console.log(
      `  by the clock ${clock.xRealtime.toFixed(0)}x, ${clock.timesAsFast?.toFixed(1)} times as fast as sherpa-onnx`,
    );
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } },
  });
  const figures = await benchVad(Number(values.minutes));
  if (values.json) console.log(JSON.stringify(figures));
  else tellVad(figures);
}
