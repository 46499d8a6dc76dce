import { PowerSpectra } from '../../native-models/index.ts';

/** Length of the frames that are transformed: 32 ms at 16 kHz. */
export const FRAME = 512;

const spectra = new PowerSpectra(FRAME);

/** Adds the power spectra of one or two Hann-windowed frames to `power` (FRAME / 2 + 1 bins); two take the time of one. */
export function addPowerSpectra(
  samples: Float32Array,
  first: number,
  second: number | null,
  power: Float64Array,
): void {
  take(samples, first, spectra.first);
  if (second === null) spectra.second.fill(0);
  else take(samples, second, spectra.second);
  spectra.run();
  const { firstPower, secondPower } = spectra;
  for (let k = 0; k <= FRAME / 2; k += 1)
    power[k] = (power[k] as number) + ((firstPower[k] as number) + (secondPower[k] as number));
}

/** What lies beyond the end is silence. */
function take(samples: Float32Array, at: number, frame: Float32Array): void {
  const part = samples.subarray(at, at + FRAME);
  frame.set(part);
  if (part.length < FRAME) frame.fill(0, part.length);
}

/** Adds the power spectrum of one frame. */
export const addPowerSpectrum = (samples: Float32Array, at: number, power: Float64Array): void =>
  addPowerSpectra(samples, at, null, power);
