import type { CepstralTrack, Span } from '../model/index.ts';
import {
  likelihoods,
  NEXT,
  NO_PAUSE,
  SKIP,
  type SoundFrames,
  type SoundModel,
  STAY,
  UNREACHED,
} from './sound-scores/index.ts';
import { SILENCE, SOUND_COUNT } from './spelling.ts';

/** An utterance to learn from: what it sounds like and what it is said to say. */
export interface SpokenText {
  readonly frames: SoundFrames;
  readonly states: Uint8Array;
}

/** At the very start a frame this far under the span's loudest is a pause, dB. */
const PAUSE_DECIBELS = -28;
/** Frames that the sound of everything counts for in the sound of one letter. */
const RELEVANCE = 30;
const PAUSE_RELEVANCE = 5;
const VARIANCE_FLOOR = 0.15;

/** The frames of a span: each coefficient less its mean there, the level less its highest, and slopes over 40 ms. */
export function framesOf({ values, dimension, hop }: CepstralTrack, span: Span): SoundFrames {
  const length = Math.floor(values.length / dimension);
  const first = Math.min(Math.floor(span.start / hop), length);
  const count = Math.max(0, Math.min(Math.ceil(span.end / hop), length) - first);
  const wide = 2 * dimension;
  const out = new Float32Array(count * wide);
  for (let d = 0; d < dimension; d += 1) {
    let level = d === dimension - 1 ? -128 : 0;
    for (let t = 0; t < count; t += 1) {
      const value = values[(first + t) * dimension + d] as number;
      level = d === dimension - 1 ? Math.max(level, value) : level + value / count;
    }
    for (let t = 0; t < count; t += 1)
      out[t * wide + d] = (values[(first + t) * dimension + d] as number) - level;
  }
  for (let t = 0; t < count; t += 1) {
    const before = Math.max(0, t - 1) * wide;
    const after = Math.min(count - 1, t + 1) * wide;
    for (let d = 0; d < dimension; d += 1)
      out[t * wide + dimension + d] = (out[after + d] as number) - (out[before + d] as number);
  }
  return { values: out, count, dimension: wide };
}

/** The states of a text: its sounds, with a pause that may be left out before, between and after its words. */
export function statesOf(words: readonly (readonly number[])[]): Uint8Array {
  const states: number[] = [SILENCE];
  for (const word of words) states.push(...word, SILENCE);
  return Uint8Array.from(states);
}

/**
 * The best way through the states of a text (Viterbi, 1967): the state of each frame.
 *
 * @param scores likelihoods of all sounds in each frame
 */
function bestWay(scores: Float32Array, frames: number, states: Uint8Array): Uint16Array {
  const path = new Uint16Array(frames);
  const count = states.length;
  if (frames === 0 || count < 2) return path;
  let row = new Float64Array(count).fill(UNREACHED);
  let next = new Float64Array(count).fill(UNREACHED);
  const from = new Uint8Array(frames * count);
  row[0] = scores[states[0] as number] as number;
  row[1] = scores[states[1] as number] as number;
  for (let t = 1; t < frames; t += 1) {
    const base = t * SOUND_COUNT;
    // What cannot be reached yet, and from where the end cannot be reached any more.
    const last = Math.min(count - 1, 2 * t + 1);
    const lowest = Math.max(0, count - 2 - 2 * (frames - t));
    for (let s = lowest; s <= last; s += 1) {
      let best = (row[s] as number) + STAY;
      let step = 0;
      if (s > 0) {
        const one = (row[s - 1] as number) + NEXT;
        if (one > best) {
          best = one;
          step = 1;
        }
      }
      if (s > 1) {
        const two = (row[s - 2] as number) + (states[s - 1] === SILENCE ? NO_PAUSE : SKIP);
        if (two > best) {
          best = two;
          step = 2;
        }
      }
      next[s] = best + (scores[base + (states[s] as number)] as number);
      from[t * count + s] = step;
    }
    if (lowest > 0) next[lowest - 1] = UNREACHED;
    if (lowest > 1) next[lowest - 2] = UNREACHED;
    const swap = row;
    row = next;
    next = swap;
  }
  let state = (row[count - 2] as number) > (row[count - 1] as number) ? count - 2 : count - 1;
  for (let t = frames - 1; t >= 0; t -= 1) {
    path[t] = state;
    if (t > 0) state = Math.max(0, state - (from[t * count + state] as number));
  }
  return path;
}

/**
 * Learns what each sound is like from texts and their sound alone, as speech recognisers start flat: the texts are
 * laid over the sound evenly, then again and again where the sounds learned so far fit best. A share of wrong texts
 * only blurs it.
 */
export function learnSounds(given: readonly SpokenText[], rounds: number): SoundModel {
  let model: SoundModel | null = null;
  const dimension = given[0]?.frames.dimension ?? 0;
  for (let round = 0; round < rounds; round += 1) {
    const sums = new SoundSums(dimension);
    for (const { frames, states } of given) {
      const path =
        model === null
          ? laidEvenly(frames, states)
          : bestWay(likelihoods(model, frames), frames.count, states);
      sums.add(frames, states, path, model === null);
    }
    model = sums.model();
  }
  return model ?? new SoundSums(dimension).model();
}

const laidEvenly = ({ count }: SoundFrames, states: Uint8Array): Uint16Array =>
  Uint16Array.from({ length: count }, (_, t) => Math.floor((t * states.length) / count));

class SoundSums {
  readonly #dimension: number;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #counts = new Float64Array(SOUND_COUNT);

  constructor(dimension: number) {
    this.#dimension = dimension;
    this.#sums = new Float64Array(SOUND_COUNT * dimension);
    this.#squares = new Float64Array(SOUND_COUNT * dimension);
  }

  /** @param byLevel quiet frames are pauses and loud ones none, whatever the path says */
  add({ values, count }: SoundFrames, states: Uint8Array, path: Uint16Array, byLevel: boolean): void {
    const dimension = this.#dimension;
    const level = dimension / 2 - 1;
    for (let t = 0; t < count; t += 1) {
      let sound = states[path[t] as number] as number;
      if (byLevel) {
        if ((values[t * dimension + level] as number) < PAUSE_DECIBELS) sound = SILENCE;
        else if (sound === SILENCE) sound = SILENCE + 1;
      }
      this.#counts[sound] = (this.#counts[sound] as number) + 1;
      for (let d = 0; d < dimension; d += 1) {
        const value = values[t * dimension + d] as number;
        const at = sound * dimension + d;
        this.#sums[at] = (this.#sums[at] as number) + value;
        this.#squares[at] = (this.#squares[at] as number) + value * value;
      }
    }
  }

  /** Means and variances, drawn towards those of all sounds together where a sound is rare. */
  model(): SoundModel {
    const dimension = this.#dimension;
    const means = new Float64Array(SOUND_COUNT * dimension);
    const precisions = new Float64Array(SOUND_COUNT * dimension);
    const constants = new Float64Array(SOUND_COUNT);
    const spoken = this.#counts.reduce((sum, each) => sum + each, 0) - (this.#counts[SILENCE] as number);
    for (let d = 0; d < dimension; d += 1) {
      let sum = 0;
      let square = 0;
      for (let s = SILENCE + 1; s < SOUND_COUNT; s += 1) {
        sum += this.#sums[s * dimension + d] as number;
        square += this.#squares[s * dimension + d] as number;
      }
      const common = sum / Math.max(1, spoken);
      const spread = Math.max(1, square / Math.max(1, spoken) - common * common);
      for (let s = 0; s < SOUND_COUNT; s += 1) {
        const at = s * dimension + d;
        const count = this.#counts[s] as number;
        const weight = s === SILENCE ? PAUSE_RELEVANCE : RELEVANCE;
        const own = count > 0 ? (this.#sums[at] as number) / count : common;
        const ownSpread = count > 0 ? Math.max(0, (this.#squares[at] as number) / count - own * own) : spread;
        means[at] = (count * own + weight * common) / (count + weight);
        const variance = Math.max(
          VARIANCE_FLOOR * spread,
          (count * ownSpread + weight * spread) / (count + weight),
        );
        precisions[at] = 1 / variance;
        constants[s] = (constants[s] as number) - 0.5 * Math.log(variance);
      }
    }
    return { dimension, means, precisions, constants };
  }
}
