import { execFileSync } from 'node:child_process';
import * as ort from 'onnxruntime-node';
import type { EnergyTrack, SpeechActivity } from '../../../main/model/index.ts';

const WINDOW = 512;
const CONTEXT = 64;
/** Windows that a chunk hears before its own first one, so that its state is warm: 3.2 s. */
const WARM_UP = 100;
const ROWS = 16;

/** 16 kHz mono samples of any file that ffmpeg reads. */
export function decode(file: string, ffmpeg = 'ffmpeg'): Float32Array {
  const bytes = execFileSync(
    ffmpeg,
    ['-v', 'error', '-i', file, '-ac', '1', '-ar', '16000', '-f', 'f32le', '-'],
    { maxBuffer: 1 << 30 },
  );
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Speech probabilities by Silero VAD v5: 64 samples of context before each 512, chunks side by side. */
export async function listen(audio: Float32Array, model: string): Promise<SpeechActivity> {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const windows = Math.ceil(audio.length / WINDOW);
  const perRow = Math.ceil(windows / ROWS);
  const probabilities = new Float32Array(windows);
  const rate = new ort.Tensor('int64', BigInt64Array.from([16000n]), []);
  let state = new ort.Tensor('float32', new Float32Array(2 * ROWS * 128), [2, ROWS, 128]);
  const input = new Float32Array(ROWS * (CONTEXT + WINDOW));
  for (let step = -WARM_UP; step < perRow; step += 1) {
    input.fill(0);
    for (let row = 0; row < ROWS; row += 1) {
      const from = (row * perRow + step) * WINDOW - CONTEXT;
      const begin = Math.max(0, from);
      const end = Math.min(audio.length, from + CONTEXT + WINDOW);
      if (end > begin) input.set(audio.subarray(begin, end), row * (CONTEXT + WINDOW) + begin - from);
    }
    const out = await session.run({
      input: new ort.Tensor('float32', input, [ROWS, CONTEXT + WINDOW]),
      state,
      sr: rate,
    });
    state = out['stateN'] as typeof state;
    const values = out['output']!.data as Float32Array;
    if (step < 0) continue;
    for (let row = 0; row < ROWS; row += 1) {
      const window = row * perRow + step;
      if (window < windows) probabilities[window] = values[row]!;
    }
  }
  await session.release();
  return { probabilities, hop: WINDOW, samples: audio.length };
}

/** Level of each 10 ms, dBFS, at least -100. */
export function measureEnergy(audio: Float32Array, hop = 160): EnergyTrack {
  const decibels = new Float32Array(Math.ceil(audio.length / hop));
  for (let frame = 0; frame < decibels.length; frame += 1) {
    const end = Math.min(audio.length, (frame + 1) * hop);
    let sum = 0;
    for (let i = frame * hop; i < end; i += 1) sum += audio[i]! ** 2;
    decibels[frame] = Math.max(-100, 10 * Math.log10(sum / (end - frame * hop) + 1e-12));
  }
  return { decibels, hop };
}
