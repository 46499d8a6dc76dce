import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EnergyTrack, Span, SpeechActivity } from '../../../main/model/index.ts';
import { decode, listen, measureEnergy } from './listen.ts';
import type { Random } from './random.ts';
import { seeded } from './random.ts';

/** One stretch of clean speech that a subtitle would show as one cue, trimmed to its sound. */
export interface Phrase {
  readonly audio: Float32Array;
  readonly reader: string;
}

/** A phrase in its place, in samples; `voiced` are the sounding runs inside, for the test of cut words. */
export interface Spoken extends Span {
  readonly reader: string;
  readonly voiced: readonly Span[];
}

export interface BuiltEpisode {
  readonly name: string;
  readonly spoken: readonly Spoken[];
  readonly speech: SpeechActivity;
  readonly energy: EnergyTrack;
}

const FRAME = 160;
/** A frame sounds when it is within this of the utterance's 95th percentile level (clean speech, 10 ms). */
const SOUNDING_BELOW_PEAK = 34;

/** And above its noise floor by this share of the way to that level: some of the recordings are noisy. */
const ABOVE_FLOOR = 0.4;

/** Speech sounds this long before the first voiced frame and after the last of a phrase at most, in frames. */
const BEFORE_VOICE = 16;
const AFTER_VOICE = 25;

/** A voice is within this of the utterance's 95th percentile level, in dB. */
const VOICE_BELOW_PEAK = 16;
/** A run shorter than this with this much silence on both sides is a click or a breath, in frames. */
const LONELY = 13;
const LONELY_SILENCE = 12;

/** 1 for frames with a voice: autocorrelation of 40 ms (first difference) at least 0.6 at a pitch of 70 to 400 Hz. */
function voicedFrames(sound: Float32Array, frames: number): Uint8Array {
  const audio = sound.map((value, i) => value - (sound[i - 1] ?? 0));
  const voiced = new Uint8Array(frames);
  const length = 640;
  for (let frame = 0; frame < frames; frame += 1) {
    const from = frame * FRAME + FRAME / 2 - length / 2;
    if (from < 0 || from + length + 230 > audio.length) continue;
    let power = 1e-9;
    for (let i = 0; i < length; i += 2) power += audio[from + i]! ** 2;
    for (let lag = 40; lag <= 228 && !voiced[frame]; lag += 1) {
      let [product, shifted] = [0, 1e-9];
      for (let i = 0; i < length; i += 2) {
        product += audio[from + i]! * audio[from + i + lag]!;
        shifted += audio[from + i + lag]! ** 2;
      }
      if (product / Math.sqrt(power * shifted) >= 0.6) voiced[frame] = 1;
    }
  }
  return voiced;
}

/**
 * Sounding runs of clean speech in samples, near enough to a voice to be speech and no breath; runs under 30 ms
 * are clicks, holes under 60 ms are plosives. What lies under `audible` dBFS is masked by the noise it is mixed into.
 */
export function soundingRuns(audio: Float32Array, audible = -100): Span[] {
  const { decibels } = measureEnergy(audio, FRAME);
  const sorted = Float32Array.from(decibels).sort();
  const peak = sorted[Math.floor(sorted.length * 0.95)]!;
  const floor = sorted[Math.floor(sorted.length * 0.03)]!;
  const threshold = Math.max(audible, peak - SOUNDING_BELOW_PEAK, floor + ABOVE_FLOOR * (peak - floor));
  const voiced = voicedFrames(audio, decibels.length);
  const near = new Uint8Array(decibels.length);
  for (let i = 0; i < near.length; i += 1) {
    if (voiced[i] && decibels[i]! >= Math.max(threshold, peak - VOICE_BELOW_PEAK))
      near.fill(1, Math.max(0, i - BEFORE_VOICE), i + 1 + AFTER_VOICE);
  }
  const runs: { start: number; end: number }[] = [];
  for (let i = 0; i < decibels.length; i += 1) {
    if (decibels[i]! < threshold || !near[i]) continue;
    const last = runs.at(-1);
    if (last && i * FRAME - last.end < 6 * FRAME) last.end = (i + 1) * FRAME;
    else runs.push({ start: i * FRAME, end: (i + 1) * FRAME });
  }
  const kept = runs.filter((run) => run.end - run.start >= 3 * FRAME);
  return kept.filter((run, i) => {
    const before = run.start - (kept[i - 1]?.end ?? -1e9);
    const after = (kept[i + 1]?.start ?? 1e9) - run.end;
    return run.end - run.start >= LONELY * FRAME || Math.min(before, after) < LONELY_SILENCE * FRAME;
  });
}

/** No subtitle shows one cue for longer than this, nor a phrase of less, in seconds. */
const LONGEST = 8;
const SHORTEST = 0.5;

/** Cuts a clean utterance at its own pauses of 250 ms and more into phrases of about 1.2 to 6 s. */
export function phrasesOf(audio: Float32Array, reader: string): Phrase[] {
  const runs = soundingRuns(audio);
  const phrases: Phrase[] = [];
  let start = -1;
  for (const [index, run] of runs.entries()) {
    if (start < 0) start = run.start;
    const next = runs[index + 1];
    const length = (run.end - start) / 16_000;
    const wanted = length > 4 ? 0.15 : 0.25;
    if (next && (length < 1.2 || (next.start - run.end) / 16_000 < wanted)) continue;
    const end = Math.min(audio.length, run.end);
    if (length >= SHORTEST && length <= LONGEST) phrases.push({ audio: audio.slice(start, end), reader });
    start = -1;
  }
  return phrases;
}

export const librispeechFolder = join(import.meta.dirname, '../../../../shared/data/speech/librispeech');

/** All phrases of the LibriSpeech folder; empty where it is absent. */
export function readPhrases(ffmpeg: string, folder = librispeechFolder): Phrase[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((reader) =>
      readdirSync(join(folder, reader))
        .sort()
        .flatMap((file) => phrasesOf(decode(join(folder, reader, file), ffmpeg), reader)),
    );
}

/** A pause between two phrases in seconds: mostly short, sometimes a change of scene. */
function pauseLength(random: Random): number {
  const kind = random.next();
  if (kind < 0.35) return random.between(0.15, 0.5);
  if (kind < 0.75) return random.between(0.5, 1.5);
  if (kind < 0.95) return random.between(1.5, 5);
  return random.between(6, 25);
}

/** Chords with a slow envelope: energy without speech. */
function addMusic(audio: Float32Array, from: number, to: number, random: Random): void {
  const length = to - from;
  for (let at = from; at < to; ) {
    const chord = Math.min(to - at, Math.round(16_000 * random.between(0.3, 1.2)));
    const tones = [0, 4, 7].map((step) => 110 * 2 ** (random.whole(0, 24) / 12 + step / 12));
    for (let i = 0; i < chord; i += 1) {
      const edge = Math.min(1, (at - from + i) / 8000, (length - (at - from + i)) / 8000);
      const envelope = 0.04 * edge * Math.exp(-i / 9000);
      let value = 0;
      for (const tone of tones) value += Math.sin((2 * Math.PI * tone * i) / 16_000);
      audio[at + i] = audio[at + i]! + envelope * value;
    }
    at += chord;
  }
}

export interface Recording {
  readonly audio: Float32Array;
  readonly spoken: readonly Spoken[];
}

/**
 * Phrases in random order and at levels within 6 dB, with random pauses, music in half of the long ones, and
 * room noise (brown and white) at about `signalToNoise` dB below the speech.
 */
export function compose(
  phrases: readonly Phrase[],
  seconds: number,
  seed: number,
  signalToNoise: number,
): Recording {
  const random = seeded(seed);
  const audio = new Float32Array(Math.round(seconds * 16_000));
  const noise = 0.06 * 10 ** (-signalToNoise / 20);
  const noiseLevel = 20 * Math.log10(0.76 * noise);
  const spoken: Spoken[] = [];
  let at = Math.round(16_000 * random.between(1, 12));
  while (true) {
    const phrase = random.pick(phrases);
    if (at + phrase.audio.length + 8000 > audio.length) break;
    let power = 0;
    for (const value of phrase.audio) power += value * value;
    const gain = (0.06 * 10 ** (random.between(-3, 3) / 20)) / Math.sqrt(power / phrase.audio.length + 1e-12);
    const sound = phrase.audio.map((value) => value * gain);
    audio.set(sound, at);
    const voiced = soundingRuns(sound, noiseLevel).map((run) => ({
      start: at + run.start,
      end: at + run.end,
    }));
    if (voiced.length > 0) {
      spoken.push({ start: voiced[0]!.start, end: voiced.at(-1)!.end, reader: phrase.reader, voiced });
    }
    const from = at + phrase.audio.length;
    at = from + Math.round(16_000 * pauseLength(random));
    if (at - from > 5 * 16_000 && random.next() < 0.5)
      addMusic(audio, from, Math.min(at, audio.length), random);
  }
  let brown = 0;
  for (let i = 0; i < audio.length; i += 1) {
    brown = 0.98 * brown + 0.2 * (random.next() * 2 - 1);
    audio[i] = audio[i]! + noise * (1.2 * brown + 0.5 * (random.next() * 2 - 1));
  }
  return { audio, spoken };
}

export async function buildEpisode(
  phrases: readonly Phrase[],
  options: { seconds: number; seed: number; signalToNoise: number },
): Promise<BuiltEpisode> {
  const { audio, spoken } = compose(phrases, options.seconds, options.seed, options.signalToNoise);
  const name = `${Math.round(options.seconds / 60)} min, ${options.signalToNoise} dB`;
  return { name, spoken, ...(await listen(audio)) };
}
