/** Length of the frames that are transformed: 32 ms at 16 kHz. */
export const FRAME = 512;

const window = Float64Array.from(
  { length: FRAME },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME),
);
/** Turns of each stage side by side: stage `half` begins at `half`. */
const cosines = new Float64Array(FRAME);
const sines = new Float64Array(FRAME);
for (let half = 1; half < FRAME; half *= 2) {
  for (let k = 0; k < half; k += 1) {
    cosines[half + k] = Math.cos((Math.PI * k) / half);
    sines[half + k] = -Math.sin((Math.PI * k) / half);
  }
}
const order = new Uint32Array(FRAME);
for (let i = 1; i < FRAME; i += 1) order[i] = ((order[i >> 1] as number) >> 1) | (i & 1 ? FRAME >> 1 : 0);
const re = new Float64Array(FRAME);
const im = new Float64Array(FRAME);

/**
 * Adds the power spectra of one or two Hann-windowed frames to `power` (FRAME / 2 + 1 bins). Two real frames are one
 * complex one; of a complex spectrum Z, |Z[k]|^2 + |Z[N - k]|^2 is twice the sum of both frames' powers.
 * Radix-2 fast Fourier transform (Cooley and Tukey, 1965).
 */
export function addPowerSpectra(
  samples: Float32Array,
  first: number,
  second: number | null,
  power: Float64Array,
): void {
  for (let i = 0; i < FRAME; i += 1) {
    const from = order[i] as number;
    const weight = window[from] as number;
    re[i] = (samples[first + from] ?? 0) * weight;
    im[i] = second === null ? 0 : (samples[second + from] ?? 0) * weight;
  }
  for (let half = 1; half < FRAME; half *= 2) {
    for (let from = 0; from < FRAME; from += 2 * half) {
      for (let k = 0; k < half; k += 1) {
        const c = cosines[half + k] as number;
        const s = sines[half + k] as number;
        const low = from + k;
        const high = low + half;
        const real = (re[high] as number) * c - (im[high] as number) * s;
        const imaginary = (re[high] as number) * s + (im[high] as number) * c;
        re[high] = (re[low] as number) - real;
        im[high] = (im[low] as number) - imaginary;
        re[low] = (re[low] as number) + real;
        im[low] = (im[low] as number) + imaginary;
      }
    }
  }
  for (let k = 0; k <= FRAME / 2; k += 1) {
    const other = (FRAME - k) % FRAME;
    power[k] =
      (power[k] as number) +
      ((re[k] as number) ** 2 +
        (im[k] as number) ** 2 +
        (re[other] as number) ** 2 +
        (im[other] as number) ** 2) /
        2;
  }
}

/** Adds the power spectrum of one frame. */
export const addPowerSpectrum = (samples: Float32Array, at: number, power: Float64Array): void =>
  addPowerSpectra(samples, at, null, power);
