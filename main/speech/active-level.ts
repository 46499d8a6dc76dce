import { SAMPLE_RATE } from '../model/time.ts';

/** Smoothing of the envelope, seconds (P.56, 8.1). */
const TIME_CONSTANT = 0.03;
/** Samples between two looks at the envelope, 1 ms: it hardly moves in that time. */
const STEP = 16;
/** How long speech counts as going on after the envelope fell, steps (P.56: 0.2 s). */
const HANGOVER = Math.ceil((0.2 * SAMPLE_RATE) / STEP);
/** Speech is what lies less than this below its own level, dB. */
const MARGIN = 15.9;
/** Thresholds, each half the one before: 1, 1/2, ... 2^-15. */
const THRESHOLDS = Array.from({ length: 16 }, (_, index) => 2 ** -index);

/**
 * The active speech level in dBFS by ITU-T Recommendation P.56 (12/2011), method B: the mean power over the
 * time in which a twice smoothed envelope, with a hangover of 200 ms, lies less than 15.9 dB below that level.
 * @param samples 16 kHz, -1 to 1
 * @returns null where there is no sound at all
 */
export function activeSpeechLevel(samples: Float32Array): number | null {
  const keep = Math.exp(-1 / (SAMPLE_RATE * TIME_CONSTANT));
  const active = new Float64Array(THRESHOLDS.length);
  const sinceActive = new Float64Array(THRESHOLDS.length).fill(HANGOVER);
  let once = 0;
  let envelope = 0;
  let energy = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    energy += sample * sample;
    once = keep * once + (1 - keep) * Math.abs(sample);
    envelope = keep * envelope + (1 - keep) * once;
    if (i % STEP !== STEP - 1) continue;
    for (let j = 0; j < THRESHOLDS.length; j++) {
      if (envelope >= THRESHOLDS[j]!) {
        active[j] = active[j]! + 1;
        sinceActive[j] = 0;
      } else if (sinceActive[j]! < HANGOVER) {
        active[j] = active[j]! + 1;
        sinceActive[j] = sinceActive[j]! + 1;
      }
    }
  }
  if (!(energy > 0)) return null;

  // From the highest threshold down, the level falls towards the threshold: it is where they are 15.9 dB apart.
  let above: { level: number; distance: number } | null = null;
  for (let j = 0; j < THRESHOLDS.length; j++) {
    if (active[j] === 0) continue;
    const level = 10 * Math.log10(energy / (active[j]! * STEP));
    const distance = level - 20 * Math.log10(THRESHOLDS[j]!) - MARGIN;
    if (distance >= 0) {
      if (above === null || distance === above.distance) return level;
      const share = above.distance / (above.distance - distance);
      return above.level + share * (level - above.level);
    }
    above = { level, distance };
  }
  return above?.level ?? 10 * Math.log10(energy / samples.length);
}
