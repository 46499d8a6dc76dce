import type { SoundJudgement } from '../../native-models/index.ts';
import {
  type EnergyTrack,
  type Quality,
  SAMPLE_RATE,
  type Span,
  type SpeechActivity,
} from '../model/index.ts';
import { clippedShare } from './clipping.ts';
import { dropoutShare } from './dropouts.ts';
import { cutEdges } from './edges.ts';
import { decibelsOf } from './energy.ts';
import { addPowerSpectra, FRAME } from './spectrum.ts';

/** From this probability on a frame counts as speech, below the other as background. */
const SPEECH = 0.5;
const BACKGROUND = 0.15;
/** Frames of background that make a noise level of their own; with fewer, the quietest frames stand for it. */
const LEAST_BACKGROUND = 3;
const QUIETEST = 0.1;
const SILENT_POWER = 1e-9;
/** Probability from which a voice counts as one on the phone. */
const TELEPHONE = 0.5;
const LOWEST_RATIO = -10;
const BANDWIDTH_SHARE = 0.99;
const HIGHEST_RATIO = 60;

/** What is known of a span besides its samples. */
export interface SoundEvidence {
  /** What the sound judge heard; null where the span was too short or silent for it. */
  readonly judgement?: SoundJudgement | null | undefined;
  /** Levels of the whole episode, which show what lies beyond the span's edges. */
  readonly energy?: EnergyTrack | undefined;
  /** dBFS of the quiet parts around the span. */
  readonly noiseFloor?: number | undefined;
}

/**
 * Measures the sound of one utterance; `docs/quality.md` says how well each measure is known.
 *
 * - loudness: level of the frames that the VAD calls speech, dBFS (the active level of ITU-T P.56, with the VAD in
 *   place of its envelope).
 * - signalToNoise: speech over what is no speech, dB, -10 to 60: the mean of two estimates whose errors are not the
 *   same. The sound judge's, which counts music as noise; and speech power less background power, over background
 *   power, where background is what the VAD calls silence inside the span, or, where there is hardly any, the noise
 *   floor given, or else the quietest tenth of the frames (after Martin's minimum statistics, 2001), which reads high
 *   in unbroken speech. The second alone where there is no judgement; 0 for digital silence.
 * - clipping, dropouts, cutEdges: see `clippedShare`, `dropoutShare`, `cutEdges`.
 * - bandwidth: frequency below which 99% of the speech frames' energy lies, Hz.
 * - speechRatio: share of the span that the VAD calls speech.
 * - music, overlap, telephone, reverberation: the sound judge's.
 *
 * @param samples the span's audio, 16 kHz, -1 to 1; what is not finite counts as silence
 */
export function measureQuality(
  samples: Float32Array,
  span: Span,
  activity: SpeechActivity,
  { judgement = null, energy, noiseFloor }: SoundEvidence = {},
): Quality {
  const sound = finite(samples);
  const { level, noise, spectrum, speechRatio } = overFrames(sound, span, activity, noiseFloor);
  const loudness = round(decibelsOf(level));
  const overBackground = ratio(level, noise);
  const signalToNoise = round(
    judgement === null ? overBackground : (within(judgement.signalToNoise) + overBackground) / 2,
  );
  const isSilent = level <= SILENT_POWER;
  return {
    loudness,
    signalToNoise,
    clipping: fine(clippedShare(sound)),
    bandwidth: Math.round(bandwidthOf(spectrum)),
    speechRatio: round(speechRatio),
    music: judgement && fine(judgement.music),
    overlap: judgement && fine(judgement.overlap),
    dropouts: isSilent ? null : fine(dropoutShare(sound)),
    telephone: judgement && judgement.telephone >= TELEPHONE,
    reverberation:
      judgement === null || judgement.reverberation === null ? null : round(judgement.reverberation),
    cutEdges:
      energy === undefined || isSilent ? null : cutEdges(span, activity, energy, loudness, signalToNoise),
  };
}

function overFrames(
  samples: Float32Array,
  span: Span,
  activity: SpeechActivity,
  noiseFloor: number | undefined,
): { level: number; noise: number; spectrum: Float64Array; speechRatio: number } {
  const frames = Math.max(1, Math.floor(samples.length / FRAME));
  const powers = new Float64Array(frames);
  const spectrum = new Float64Array(FRAME / 2 + 1);
  let speech = 0;
  let speechPower = 0;
  let background = 0;
  let backgroundPower = 0;
  /** A frame of speech that waits for another: two are transformed at once. */
  let waiting: number | null = null;
  for (let frame = 0; frame < frames; frame += 1) {
    const at = frame * FRAME;
    powers[frame] = meanSquare(samples, at);
    const probability = activity.probabilities[Math.floor((span.start + at) / activity.hop)] ?? 0;
    if (probability >= SPEECH) {
      speech += 1;
      speechPower += powers[frame] as number;
      if (waiting === null) waiting = at;
      else {
        addPowerSpectra(samples, waiting, at, spectrum);
        waiting = null;
      }
    } else if (probability < BACKGROUND) {
      background += 1;
      backgroundPower += powers[frame] as number;
    }
  }
  if (waiting !== null) addPowerSpectra(samples, waiting, null, spectrum);
  return {
    level: speech > 0 ? speechPower / speech : powers.reduce((sum, each) => sum + each, 0) / frames,
    noise:
      background >= LEAST_BACKGROUND
        ? backgroundPower / background
        : noiseFloor === undefined
          ? quietest(powers)
          : 10 ** (noiseFloor / 10),
    spectrum,
    speechRatio: speech / frames,
  };
}

/** The samples themselves where all are finite, which is nearly always. */
function finite(samples: Float32Array): Float32Array {
  // Nothing is asked of each sample: zero times what is not finite is no number. Two sums, so that neither waits.
  let even = 0;
  let odd = 0;
  for (let i = 0; i < samples.length; i += 2) {
    even += 0 * (samples[i] as number);
    odd += 0 * (samples[i + 1] ?? 0);
  }
  if (even + odd === 0) return samples;
  return samples.map((value) => (Number.isFinite(value) ? value : 0));
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
  if (level <= SILENT_POWER) return 0;
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
const fine = (value: number): number => Math.round(value * 1e5) / 1e5;
const within = (decibels: number): number => Math.min(HIGHEST_RATIO, Math.max(LOWEST_RATIO, decibels));
