import { type Quality, SAMPLE_RATE, type Span, type SpeechActivity, UNMEASURED } from '../model/index.ts';
import { decibelsOf } from './energy.ts';
import { addPowerSpectrum, FRAME } from './spectrum.ts';

/** From this probability on a frame counts as speech, below the other as background. */
const SPEECH = 0.5;
const BACKGROUND = 0.15;
/** Frames of background that make a noise level of their own; with fewer, the quietest frames stand for it. */
const LEAST_BACKGROUND = 3;
const QUIETEST = 0.1;
/** 16-bit samples from here on are at full scale. */
const CLIPPED = 32_700 / 32_768;
const BANDWIDTH_SHARE = 0.99;
const HIGHEST_RATIO = 60;

/**
 * Measures the sound of one utterance.
 *
 * - loudness: level of the frames that the VAD calls speech, dBFS (the active level of ITU-T P.56, with the VAD in
 *   place of its envelope).
 * - signalToNoise: speech power less background power, over background power, dB. Background is what the VAD calls
 *   silence inside the span; where there is hardly any, the noise floor given; else the quietest tenth of the frames
 *   (after Martin's minimum statistics, 2001), which reads high in unbroken speech. At most 60, and 0 for digital
 *   silence. An estimate: music under speech counts as speech.
 * - clipping: share of samples at full scale.
 * - bandwidth: frequency below which 99% of the speech frames' energy lies, Hz.
 * - speechRatio: share of the span that the VAD calls speech.
 *
 * @param samples the span's audio, 16 kHz, -1 to 1
 * @param noiseFloor dBFS of the quiet parts around the span, where known
 */
export function measureQuality(
  samples: Float32Array,
  span: Span,
  activity: SpeechActivity,
  noiseFloor?: number,
): Quality {
  const frames = Math.max(1, Math.floor(samples.length / FRAME));
  const powers = new Float64Array(frames);
  const spectrum = new Float64Array(FRAME / 2 + 1);
  let clipped = 0;
  let speech = 0;
  let speechPower = 0;
  let background = 0;
  let backgroundPower = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    const at = frame * FRAME;
    powers[frame] = meanSquare(samples, at);
    const probability = activity.probabilities[Math.floor((span.start + at) / activity.hop)] ?? 0;
    if (probability >= SPEECH) {
      speech += 1;
      speechPower += powers[frame] as number;
      addPowerSpectrum(samples, at, spectrum);
    } else if (probability < BACKGROUND) {
      background += 1;
      backgroundPower += powers[frame] as number;
    }
  }
  for (let i = 0; i < samples.length; i += 1) if (Math.abs(samples[i] as number) >= CLIPPED) clipped += 1;
  const level = speech > 0 ? speechPower / speech : powers.reduce((sum, each) => sum + each, 0) / frames;
  const noise =
    background >= LEAST_BACKGROUND
      ? backgroundPower / background
      : noiseFloor === undefined
        ? quietest(powers)
        : 10 ** (noiseFloor / 10);
  return {
    loudness: round(decibelsOf(level)),
    signalToNoise: round(ratio(level, noise)),
    clipping: samples.length === 0 ? 0 : clipped / samples.length,
    bandwidth: Math.round(bandwidthOf(spectrum)),
    speechRatio: round(speech / frames),
    ...UNMEASURED,
  };
}

function meanSquare(samples: Float32Array, at: number): number {
  const end = Math.min(at + FRAME, samples.length);
  let sum = 0;
  for (let i = at; i < end; i += 1) sum += (samples[i] as number) ** 2;
  return end > at ? sum / (end - at) : 0;
}

function quietest(powers: Float64Array): number {
  const sorted = Float64Array.from(powers).sort();
  const count = Math.max(1, Math.floor(sorted.length * QUIETEST));
  return sorted.subarray(0, count).reduce((sum, each) => sum + each, 0) / count;
}

function ratio(level: number, noise: number): number {
  if (level <= 1e-10) return 0;
  return Math.min(
    HIGHEST_RATIO,
    10 * Math.log10(Math.max(level - noise, level * 1e-3) / Math.max(noise, 1e-10)),
  );
}

function bandwidthOf(spectrum: Float64Array): number {
  const total = spectrum.reduce((sum, each) => sum + each, 0);
  if (total <= 0) return 0;
  let sum = 0;
  for (let bin = 0; bin < spectrum.length; bin += 1) {
    sum += spectrum[bin] as number;
    if (sum >= BANDWIDTH_SHARE * total) return (bin * SAMPLE_RATE) / FRAME;
  }
  return SAMPLE_RATE / 2;
}

const round = (value: number): number => Math.round(value * 100) / 100;
