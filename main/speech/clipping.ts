/** 16-bit samples from here on are at full scale. */
const FULL_SCALE = 32_700 / 32_768;
const BINS = 200;
/** Quieter peaks are too coarsely stored to show a plateau. */
const LEAST_PEAK = 0.01;
/** By how much a level may be commoner than those below it in sound that is not clipped: a pure tone has 2.4. */
const STEEPEST = 2.5;
/** A plateau is looked for down to this share of the highest peak: codecs and resampling let some samples overshoot. */
const LOWEST = 0.8;

/**
 * Share of samples that are clipped, 0 to 1: those at full scale, or those on a flat top below it (sound that was
 * clipped before it was turned down). Amplitudes of speech get ever rarer towards the peak; where it was clipped they
 * pile up instead. The pile is what lies within 3% of a level near the peak, less what lies in as wide a band below,
 * where that is more than any sound of its own has; each polarity for itself (after Aleinik and Matveev, "Detection of clipped fragments in speech
 * signals", 2014, who compare the histogram's last bins in the same way).
 */
export function clippedShare(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  let highest = 0;
  let lowest = 0;
  for (let i = 0; i < samples.length; i += 1) {
    const value = samples[i]!;
    if (value > highest) highest = value;
    else if (value < lowest) lowest = value;
  }
  const [above, below] = counted(samples, highest, -lowest);
  const piled = pile(above, highest) + pile(below, -lowest);
  const full = Math.max(highest, -lowest) >= FULL_SCALE ? atFullScale(samples) : 0;
  return Math.min(1, Math.max(full, piled) / samples.length);
}

function atFullScale(samples: Float32Array): number {
  let count = 0;
  for (let i = 0; i < samples.length; i += 1) if (Math.abs(samples[i]!) >= FULL_SCALE) count += 1;
  return count;
}

/** How many samples lie in each bin of the upper part of either polarity, in one pass. */
function counted(samples: Float32Array, up: number, down: number): [Uint32Array, Uint32Array] {
  const above = new Uint32Array(BINS + 1);
  const below = new Uint32Array(BINS + 1);
  const lowest = up * LOWEST * 0.85;
  const highest = -down * LOWEST * 0.85;
  const upScale = BINS / up;
  const downScale = -BINS / down;
  for (let i = 0; i < samples.length; i += 1) {
    const value = samples[i]!;
    // Most samples are small.
    if (value < lowest && value > highest) continue;
    if (value >= lowest && up > 0) above[Math.round(value * upScale)]! += 1;
    else if (value <= highest && down > 0) below[Math.round(value * downScale)]! += 1;
  }
  return [above, below];
}

function pile(counts: Uint32Array, peak: number): number {
  if (!(peak >= LEAST_PEAK && Number.isFinite(peak))) return 0;
  let most = 0;
  for (let top = BINS; top >= BINS * LOWEST; top -= 1) {
    // Bins within 3% of this level, and as many below them.
    const half = Math.max(1, Math.round(top * 0.03));
    let near = 0;
    let below = 0;
    for (let bin = Math.max(0, top - half); bin <= Math.min(BINS, top + half); bin += 1) near += counts[bin]!;
    for (let bin = top - 3 * half - 1; bin < top - half; bin += 1) below += counts[bin]!;
    let above = 0;
    for (let bin = top + half + 1; bin <= BINS; bin += 1) above += counts[bin]!;
    const isPiled = near > STEEPEST * below + 3 * above;
    if (isPiled && near - below > most) most = near - below;
  }
  // A peak or two that happen to be alike are no plateau.
  return most >= 8 ? most : 0;
}
