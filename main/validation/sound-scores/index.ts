import { compileModule } from '../../model/web-assembly.ts';
import { SILENCE, SOUND_COUNT } from '../spelling.ts';
import { CODE } from './code.ts';

/** The frames of a span, ready to be compared: cepstra and level with their slopes. */
export interface SoundFrames {
  readonly values: Float32Array;
  readonly count: number;
  readonly dimension: number;
}

/** What each sound is like in a series: a Gaussian without correlations for each, as in the first hidden Markov models. */
export interface SoundModel {
  readonly dimension: number;
  /** SOUND_COUNT x dimension. */
  readonly means: Float64Array;
  /** One over each variance. */
  readonly precisions: Float64Array;
  /** Of each sound: half the sum of its precisions' logarithms. */
  readonly constants: Float64Array;
}

/** Natural logarithms of what it costs to stay in a sound, to go on, to leave one out, to leave a pause out. */
export const STAY = Math.log(0.7);
export const NEXT = Math.log(0.28);
export const SKIP = Math.log(0.02);
export const NO_PAUSE = Math.log(0.3);
export const UNREACHED = -1e30;

/** Frames that fit: 100 s. */
export const MOST_FRAMES = 5_000;
const MOST_STATES = 16_000;
const MOST_COEFFICIENTS = 32;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly score: (frames: number, dimension: number) => void;
  readonly follow: (frames: number, states: number, stay: number, next: number) => void;
}

const { memory, score, follow } = compileModule<Exports>(CODE)();
const floats = (place: number, length: number) => new Float32Array(memory.buffer, place, length);
/** Where things lie in the module's memory (sound-scores.wat). */
const model = floats(0, SOUND_COUNT * (1 + 2 * MOST_COEFFICIENTS));
const sounds = new Int32Array(memory.buffer, 16_384, MOST_STATES);
const skips = floats(81_920, MOST_STATES);
const ways = floats(147_440, 4 + MOST_STATES);
const values = floats(262_144, MOST_FRAMES * MOST_COEFFICIENTS);
const table = floats(917_504, MOST_FRAMES * SOUND_COUNT);
let loaded: SoundModel | null = null;

/**
 * Log-likelihood of each sound in each frame, less that of the frame's best sound.
 *
 * @returns count x SOUND_COUNT
 * @throws RangeError for more than `MOST_FRAMES`
 */
export function likelihoods(given: SoundModel, frames: SoundFrames): Float32Array {
  scoreFrames(given, frames);
  return table.slice(0, frames.count * SOUND_COUNT);
}

/**
 * How well the sound fits texts: of each, the log-likelihood a frame of the best way through its states, less that of
 * the frames' best sounds, which is the same for all. -Infinity where there is no sound or no text.
 *
 * @throws RangeError for more than `MOST_FRAMES`, or more states than could be spoken in them
 */
export function scoreTexts(given: SoundModel, frames: SoundFrames, texts: readonly Uint8Array[]): number[] {
  scoreFrames(given, frames);
  return texts.map((states) => wayThrough(states, frames.count));
}

function scoreFrames(given: SoundModel, frames: SoundFrames): void {
  if (frames.count > MOST_FRAMES || frames.dimension > MOST_COEFFICIENTS)
    throw new RangeError(`${frames.count} frames of ${frames.dimension} coefficients do not fit`);
  if (frames.count > 0 && frames.dimension !== given.dimension)
    throw new RangeError(`frames of ${frames.dimension} coefficients for a model of ${given.dimension}`);
  if (given !== loaded) load(given);
  values.set(frames.values);
  if (frames.count > 0) score(frames.count, frames.dimension);
}

function load(given: SoundModel): void {
  const { dimension, means, precisions, constants } = given;
  model.set(constants);
  for (let d = 0; d < dimension; d += 1) {
    const at = SOUND_COUNT * (1 + 2 * d);
    for (let s = 0; s < SOUND_COUNT; s += 1) {
      model[at + s] = means[s * dimension + d] as number;
      model[at + SOUND_COUNT + s] = 0.5 * (precisions[s * dimension + d] as number);
    }
  }
  loaded = given;
}

function wayThrough(states: Uint8Array, frames: number): number {
  const count = states.length;
  if (frames === 0 || count < 2) return Number.NEGATIVE_INFINITY;
  if (count > MOST_STATES - 4) throw new RangeError(`${count} states do not fit`);
  for (let s = 0; s < count; s += 1) {
    sounds[s] = 4 * (states[s] as number);
    skips[s] = states[s - 1] === SILENCE ? NO_PAUSE : SKIP;
  }
  ways.fill(UNREACHED, 0, count + 8);
  ways[4] = table[states[0] as number] as number;
  ways[5] = table[states[1] as number] as number;
  if (frames > 1) follow(frames, count, STAY, NEXT);
  return Math.max(ways[4 + count - 2] as number, ways[4 + count - 1] as number) / frames;
}
