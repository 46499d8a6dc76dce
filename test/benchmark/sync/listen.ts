import { execFileSync } from 'node:child_process';
import type { EnergyTrack, SpeechActivity } from '../../../main/model/index.ts';
import { detectSpeech, EnergyBuilder } from '../../../main/speech/index.ts';
import { InferenceHost } from '../../../native-models/index.ts';

/** 16 kHz mono samples of any file that this ffmpeg reads. */
export function decode(file: string, ffmpeg: string): Float32Array {
  const bytes = execFileSync(
    ffmpeg,
    ['-v', 'error', '-i', file, '-ac', '1', '-ar', '16000', '-f', 'f32le', '-'],
    { maxBuffer: 1 << 30 },
  );
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Speech probabilities and energy as the product makes them. */
export async function listen(audio: Float32Array): Promise<{ speech: SpeechActivity; energy: EnergyTrack }> {
  const samples = Int16Array.from(audio, (value) =>
    Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768))),
  );
  const energy = new EnergyBuilder();
  energy.push(samples);
  const host = new InferenceHost();
  try {
    return { speech: await detectSpeech([samples], host.speechModel()), energy: energy.finish() };
  } finally {
    await host.close();
  }
}

/** Level of each 10 ms of clean speech, dBFS, at least -100. */
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
