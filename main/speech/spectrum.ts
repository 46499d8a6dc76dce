/** Length of the frames that are transformed: 32 ms at 16 kHz. */
export const FRAME = 512;

const window = Float64Array.from(
  { length: FRAME },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME),
);
const cosines = Float64Array.from({ length: FRAME / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / FRAME));
const sines = Float64Array.from({ length: FRAME / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / FRAME));

/**
 * Adds the power spectrum of one Hann-windowed frame to `power` (FRAME / 2 + 1 bins).
 * Radix-2 fast Fourier transform (Cooley and Tukey, 1965), in place.
 */
export function addPowerSpectrum(samples: Float32Array, at: number, power: Float64Array): void {
  const real = new Float64Array(FRAME);
  const imaginary = new Float64Array(FRAME);
  for (let i = 0, reversed = 0; i < FRAME; i += 1) {
    real[reversed] = (samples[at + i] ?? 0) * (window[i] as number);
    let bit = FRAME >> 1;
    while (reversed & bit) {
      reversed ^= bit;
      bit >>= 1;
    }
    reversed |= bit;
  }
  for (let size = 2; size <= FRAME; size *= 2) {
    const half = size / 2;
    const step = FRAME / size;
    for (let start = 0; start < FRAME; start += size) {
      for (let k = 0; k < half; k += 1) {
        const c = cosines[k * step] as number;
        const s = sines[k * step] as number;
        const a = start + k;
        const b = a + half;
        const re = (real[b] as number) * c - (imaginary[b] as number) * s;
        const im = (real[b] as number) * s + (imaginary[b] as number) * c;
        real[b] = (real[a] as number) - re;
        imaginary[b] = (imaginary[a] as number) - im;
        real[a] = (real[a] as number) + re;
        imaginary[a] = (imaginary[a] as number) + im;
      }
    }
  }
  for (let i = 0; i <= FRAME / 2; i += 1) {
    power[i] = (power[i] as number) + (real[i] as number) ** 2 + (imaginary[i] as number) ** 2;
  }
}
