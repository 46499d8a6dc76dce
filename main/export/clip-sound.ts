const FULL_SCALE = 32_767;
/** Frames of 20 ms; those this far below the loudest are pauses and do not count as speech. */
const FRAMES_A_SECOND = 50;
const PAUSE_DECIBELS = 30;
/** Highest peak after a change of level, dBFS: codecs overshoot a little. */
const CEILING_DECIBELS = -1;

/**
 * Fades both ends in place, in the shape of half a cosine; never more than half of the clip each.
 *
 * @param length samples of each fade
 */
export function fadeEnds(samples: Int16Array, length: number): void {
  const faded = Math.min(length, samples.length >> 1);
  for (let at = 0; at < faded; at += 1) {
    const gain = 0.5 - 0.5 * Math.cos((Math.PI * (at + 0.5)) / faded);
    samples[at] = Math.round((samples[at] as number) * gain);
    const last = samples.length - 1 - at;
    samples[last] = Math.round((samples[last] as number) * gain);
  }
}

/** Level of the speech in a clip: root mean square of the frames that are no pause, dBFS; null: silence. */
export function speechLevel(samples: Int16Array, rate: number): number | null {
  const size = Math.max(1, Math.round(rate / FRAMES_A_SECOND));
  const powers: number[] = [];
  for (let from = 0; from < samples.length; from += size) {
    const frame = samples.subarray(from, from + size);
    let sum = 0;
    for (const value of frame) sum += value * value;
    powers.push(sum / frame.length);
  }
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  if (loudest === 0) return null;
  const spoken = powers.filter((power) => power > loudest * 10 ** (-PAUSE_DECIBELS / 10));
  const mean = spoken.reduce((sum, power) => sum + power, 0) / spoken.length;
  return 10 * Math.log10(mean / FULL_SCALE ** 2);
}

/**
 * Brings the speech of a clip to a level, in place, with one gain for all samples; less where a
 * peak would pass -1 dBFS. Silence stays silence.
 *
 * @param level dBFS of `speechLevel`
 */
export function bringToLevel(samples: Int16Array, rate: number, level: number): void {
  const now = speechLevel(samples, rate);
  if (now === null) return;
  let peak = 1;
  for (const value of samples) peak = Math.max(peak, Math.abs(value));
  const wanted = 10 ** ((level - now) / 20);
  const most = (FULL_SCALE * 10 ** (CEILING_DECIBELS / 20)) / peak;
  const gain = Math.min(wanted, Math.max(most, 1));
  for (let at = 0; at < samples.length; at += 1) {
    const value = Math.round((samples[at] as number) * gain);
    samples[at] = Math.max(-FULL_SCALE - 1, Math.min(FULL_SCALE, value));
  }
}
