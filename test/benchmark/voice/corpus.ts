import { normal, seededRandom, shuffled } from './random.ts';
import type { SourceClip } from './sources.ts';

/** One utterance of the made-up series, with its truth. */
export interface MadeUtterance {
  readonly id: string;
  readonly episode: string;
  readonly voice: string;
  /** What the script says: null where the utterance is unscripted, another voice where the label is swapped. */
  readonly label: string | null;
  readonly swapped: boolean;
  /** Where it was cut from, in samples: two utterances of one series may share audio only when `passes` > 1. */
  readonly source: { readonly name: string; readonly start: number; readonly end: number };
  readonly music: boolean;
  readonly audio: Float32Array;
}

export interface SeriesOptions {
  readonly seed: number;
  readonly episodes: number;
  /** How often each source is cut up: 1 means that no stretch of audio is in two utterances. */
  readonly passes: number;
  /** Share of the labels that are swapped for another character's. */
  readonly swapped: number;
  /** Share of the utterances without a label. */
  readonly unscripted: number;
  readonly noiseDecibels: number;
  /** Share of the utterances under a music bed, 15 dB below the speech. */
  readonly music: number;
}

export const TEN_EPISODES: Omit<SeriesOptions, 'seed' | 'passes'> = {
  episodes: 10,
  swapped: 0.05,
  unscripted: 0.1,
  noiseDecibels: 20,
  music: 0.25,
};

const RATE = 16_000;
const SHORTEST = 1.2 * RATE;
const LONGEST = 7 * RATE;

/**
 * Cuts every source at pauses into utterances of 1.2 to 7 s, deals them to episodes at random, adds noise and
 * music, swaps some labels and takes others away. Each pass cuts every source anew at other pauses.
 */
export function makeSeries(sources: readonly SourceClip[], options: SeriesOptions): MadeUtterance[] {
  const random = seededRandom(options.seed);
  const voices = [...new Set(sources.map((source) => source.voice))].sort();
  const spans = Array.from({ length: options.passes }, () =>
    sources.flatMap((source) => cutAtPauses(source.audio, random).map((span) => ({ source, ...span }))),
  ).flat();
  const dealt = shuffled(spans, random);
  const fates = shuffled(
    dealt.map((_, at) => {
      const share = at / dealt.length;
      if (share < options.unscripted) return 'unscripted' as const;
      return share < options.unscripted + options.swapped * (1 - options.unscripted)
        ? ('swapped' as const)
        : ('right' as const);
    }),
    random,
  );
  return dealt.map(({ source, start, end }, at) => {
    const music = random() < options.music;
    const others = voices.filter((voice) => voice !== source.voice);
    const wrong = others[Math.floor(random() * others.length)] ?? source.voice;
    const fate = fates[at];
    return {
      id: `u${String(at).padStart(4, '0')}`,
      episode: `e${String((at % options.episodes) + 1).padStart(2, '0')}`,
      voice: source.voice,
      label: fate === 'unscripted' ? null : fate === 'swapped' ? wrong : source.voice,
      swapped: fate === 'swapped',
      source: { name: source.name, start, end },
      music,
      audio: degrade(source.audio.subarray(start, end), options.noiseDecibels, music, random),
    };
  });
}

/** Consecutive spans of 1.2 to 7 s that begin and end in pauses, or at the quietest place where there is none. */
export function cutAtPauses(audio: Float32Array, random: () => number): { start: number; end: number }[] {
  const frames = Math.floor(audio.length / 160);
  const level = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame += 1) {
    let sum = 1e-9;
    for (let sample = frame * 160; sample < (frame + 1) * 160; sample += 1) sum += (audio[sample] ?? 0) ** 2;
    level[frame] = Math.log(sum);
  }
  // Level smoothed over 150 ms: its minima are the pauses.
  const smooth = level.map((_, at) => {
    const window = level.subarray(Math.max(0, at - 7), at + 8);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
  const spans: { start: number; end: number }[] = [];
  let start = 0;
  while (audio.length - start >= SHORTEST) {
    // Lengths as drama has them: most of two to four seconds, some short, few long.
    const wanted = Math.exp(Math.log(1.2) + random() ** 1.15 * Math.log(7 / 1.2)) * RATE;
    let end = audio.length;
    if (start + wanted + SHORTEST < audio.length || audio.length - start > LONGEST) {
      const from = Math.max(start + SHORTEST, start + wanted - 0.6 * RATE) / 160;
      const to = Math.min(start + LONGEST, start + wanted + 0.6 * RATE, audio.length) / 160;
      let best = Math.ceil(from);
      for (let frame = best; frame < Math.floor(to); frame += 1)
        if (smooth[frame]! < smooth[best]!) best = frame;
      end = best * 160;
    }
    spans.push({ start, end });
    start = end;
  }
  return spans;
}

function degrade(
  clean: Float32Array,
  noiseDecibels: number,
  music: boolean,
  random: () => number,
): Float32Array {
  const result = Float32Array.from(clean);
  const level = Math.sqrt(clean.reduce((sum, value) => sum + value * value, 0) / clean.length);
  add(result, pinkNoise(clean.length, random), level * 10 ** (-noiseDecibels / 20));
  if (music) add(result, musicBed(clean.length, random), level * 10 ** (-15 / 20));
  return result;
}

/** Adds `other` at the given root-mean-square level. */
function add(target: Float32Array, other: Float64Array, level: number): void {
  const own = Math.sqrt(other.reduce((sum, value) => sum + value * value, 0) / other.length) || 1;
  for (let sample = 0; sample < target.length; sample += 1) target[sample]! += (other[sample]! * level) / own;
}

/** Noise that falls by 3 dB an octave: a sum of first-order filters of white noise (Paul Kellet's economy filter). */
function pinkNoise(length: number, random: () => number): Float64Array {
  const result = new Float64Array(length);
  let [slow, middle, fast] = [0, 0, 0];
  for (let sample = 0; sample < length; sample += 1) {
    const white = normal(random);
    slow = 0.99765 * slow + white * 0.099046;
    middle = 0.963 * middle + white * 0.2965164;
    fast = 0.57 * fast + white * 1.0526913;
    result[sample] = slow + middle + fast + white * 0.1848;
  }
  return result;
}

/** Chords of a minor scale, one every 0.8 s, each note six harmonics with a soft onset and decay. */
function musicBed(length: number, random: () => number): Float64Array {
  const result = new Float64Array(length);
  const scale = [0, 2, 3, 5, 7, 8, 10];
  const step = Math.round(0.8 * RATE);
  const phase = Math.floor(random() * step);
  for (let onset = -phase; onset < length; onset += step) {
    const root = Math.floor(random() * 7);
    for (const third of [0, 2, 4]) {
      const degree = root + third;
      const pitch = 110 * 2 ** ((scale[degree % 7]! + 12 * Math.floor(degree / 7)) / 12);
      for (let harmonic = 1; harmonic <= 6; harmonic += 1) {
        const turn = (2 * Math.PI * pitch * harmonic) / RATE;
        for (let at = Math.max(0, onset); at < Math.min(length, onset + step); at += 1) {
          const age = (at - onset) / RATE;
          result[at]! +=
            (Math.sin(turn * (at - onset)) / harmonic) * Math.min(1, age / 0.02) * Math.exp(-age * 2);
        }
      }
    }
  }
  return result;
}
