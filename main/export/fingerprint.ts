import { SAMPLE_RATE } from '../model/index.ts';
import { PowerSpectrum } from '../model/power-spectrum.ts';

/** Samples at 16 kHz of a frame and between the starts of two: 256 ms every 32 ms. */
const FRAME = 4096;
export const FINGERPRINT_HOP = 512;
const BANDS = 33;
const [LOWEST, HIGHEST] = [300, 3400];
/** A frame this far below the loudest of its clip is a pause: it says nothing. */
const PAUSE = 10 ** (-35 / 10);

/** Edges of bands of equal width on a logarithmic scale, as bins of the spectrum. */
const EDGES = Array.from({ length: BANDS + 1 }, (_, band) =>
  Math.round((LOWEST * (HIGHEST / LOWEST) ** (band / BANDS) * FRAME) / SAMPLE_RATE),
);

/** A code that stands for a pause. */
export const NO_CODE = 0;

/**
 * A robust audio fingerprint: 32 bits a frame, each the sign of how the difference between two
 * neighbouring bands changed since the frame before (J. Haitsma and T. Kalker, "A Highly Robust
 * Audio Fingerprinting System", ISMIR 2002). It outlives other codecs, levels and filters.
 *
 * @param samples a clip at 16 kHz; shorter than two frames: padded with silence
 */
export class Fingerprinter {
  readonly #spectrum = new PowerSpectrum(FRAME);
  readonly #window = Float32Array.from(
    { length: FRAME },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / FRAME),
  );
  readonly #frame = new Float32Array(FRAME);
  readonly #power = new Float64Array(FRAME / 2 + 1);

  /** @param phase samples that every frame lies later than the grid */
  codes(samples: Float32Array, phase = 0): Uint32Array {
    // Half a frame of silence on both sides, so that what is said at the edges has its frames too.
    const frames = Math.max(2, Math.ceil(samples.length / FINGERPRINT_HOP) + 1);
    const energies = new Float64Array(frames * BANDS);
    const levels = new Float64Array(frames);
    for (let frame = 0; frame < frames; frame += 1) {
      const from = frame * FINGERPRINT_HOP - FRAME / 2 + phase;
      fill(this.#frame, samples, from, this.#window);
      this.#spectrum.compute(this.#frame, this.#power);
      levels[frame] = bandEnergies(this.#power, energies.subarray(frame * BANDS));
    }
    const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
    const codes = new Uint32Array(frames - 1);
    for (let frame = 1; frame < frames; frame += 1) {
      const isPause = (levels[frame] as number) <= loudest * PAUSE;
      codes[frame - 1] = isPause ? NO_CODE : codeOf(energies, frame);
    }
    return codes;
  }
}

function fill(frame: Float32Array, samples: Float32Array, from: number, window: Float32Array): void {
  const first = Math.max(0, -from);
  const last = Math.min(FRAME, samples.length - from);
  frame.fill(0);
  for (let i = first; i < last; i += 1) {
    frame[i] = (samples[from + i] as number) * (window[i] as number);
  }
}

function bandEnergies(power: Float64Array, into: Float64Array): number {
  let sum = 0;
  for (let band = 0; band < BANDS; band += 1) {
    let energy = 0;
    for (let bin = EDGES[band] as number; bin < (EDGES[band + 1] as number); bin += 1) {
      energy += power[bin] as number;
    }
    into[band] = energy;
    sum += energy;
  }
  return sum;
}

function codeOf(energies: Float64Array, frame: number): number {
  let code = 0;
  const now = frame * BANDS;
  const before = now - BANDS;
  for (let band = 0; band < BANDS - 1; band += 1) {
    const change =
      (energies[now + band] as number) -
      (energies[now + band + 1] as number) -
      (energies[before + band] as number) +
      (energies[before + band + 1] as number);
    code = (code << 1) | (change > 0 ? 1 : 0);
  }
  return code === NO_CODE ? 1 : code >>> 0;
}

/** How alike two stretches of codes are. */
export interface Likeness {
  /** Share of bits that differ where both speak, 0 to 1; 0.5 is chance. */
  readonly errors: number;
  /** Frames compared. */
  readonly frames: number;
}

/**
 * Compares `a` from `aFrom` with `b` from `bFrom`, frame by frame, over `length` frames.
 * Pauses are passed over.
 */
export function compareCodes(
  a: Uint32Array,
  aFrom: number,
  b: Uint32Array,
  bFrom: number,
  length: number,
): Likeness {
  let bits = 0;
  let frames = 0;
  for (let at = 0; at < length; at += 1) {
    const x = a[aFrom + at] as number;
    const y = b[bFrom + at] as number;
    if (x === NO_CODE || y === NO_CODE) continue;
    bits += ones(x ^ y);
    frames += 1;
  }
  return { errors: frames === 0 ? 1 : bits / (frames * 32), frames };
}

/** Number of ones of 32 bits (H. S. Warren, "Hacker's Delight", 5-1). */
function ones(value: number): number {
  let x = value - ((value >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}
