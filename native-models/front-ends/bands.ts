/** Features of a clip: `frames` rows of `bands` numbers, one row after the other. */
export interface Features {
  readonly frames: number;
  readonly bands: number;
  readonly values: Float32Array;
}

/** Number of mel bands that every encoder here was trained on. */
export const BANDS = 80;

/** One band: weights of the spectrum's bins from `first` on. */
export interface Band {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Bands from a function that gives the weight of a bin (its frequency in hertz) in a band; zeros are left out. */
export function bandsFrom(
  weight: (band: number, hertz: number) => number,
  size: number,
  sampleRate: number,
): Band[] {
  return Array.from({ length: BANDS }, (_, band) => {
    const all = Float64Array.from({ length: size / 2 + 1 }, (_, bin) =>
      Math.max(0, weight(band, (bin * sampleRate) / size)),
    );
    const first = Math.max(
      0,
      all.findIndex((value) => value > 0),
    );
    const last = all.findLastIndex((value) => value > 0);
    return { first, weights: all.slice(first, last + 1) };
  });
}

/** The energy of a power spectrum in one band. */
export function energyIn({ first, weights }: Band, power: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i += 1) sum += weights[i]! * power[first + i]!;
  return sum;
}

/** Takes each band's mean over the clip away, in place. */
export function withoutMean(features: Features): Features {
  const { frames, bands, values } = features;
  for (let band = 0; band < bands; band += 1) {
    let mean = 0;
    for (let frame = 0; frame < frames; frame += 1) mean += values[frame * bands + band]! / frames;
    for (let frame = 0; frame < frames; frame += 1) values[frame * bands + band]! -= mean;
  }
  return features;
}
