/** 2.5 ms at 16 kHz. */
const STEP = 40;
/** Frames this far below the speech are empty: 50 dB. */
const EMPTY = 1e-5;
/** What stands at both ends of a dropout is at most this far below the speech: 32 dB. Pauses fade instead. */
const LOUD = 10 ** -3.2;
/** Frames next to an empty run that count as its end: 5 ms, in which codecs ring. */
const RIM = 2;
const SHORTEST = 2;
const LONGEST = 400;

/**
 * Share of a span in which the signal breaks off, 0 to 1: runs of 5 ms to 1 s that are at least 50 dB below the
 * speech while the sound within 5 ms of both ends is loud. Pauses and stop consonants fade at one end at least, and
 * keep the room's noise. What breaks off in the middle of a pause is not noticed.
 */
export function dropoutShare(samples: Float32Array): number {
  const frames = Math.floor(samples.length / STEP);
  if (frames < 8) return 0;
  const power = new Float64Array(frames);
  let most = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    let sum = 0;
    for (let i = frame * STEP; i < (frame + 1) * STEP; i += 1) sum += samples[i]! * samples[i]!;
    power[frame] = sum / STEP;
    if (power[frame]! > most) most = power[frame]!;
  }
  if (!(most > 1e-8 && Number.isFinite(most))) return 0;
  // The level of what is spoken: frames within 35 dB of the loudest.
  let speech = 0;
  let spoken = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    if (power[frame]! < most * 10 ** -3.5) continue;
    speech += power[frame]!;
    spoken += 1;
  }
  const level = speech / spoken;
  let lost = 0;
  for (let start = 1; start < frames; start += 1) {
    if (power[start]! > level * EMPTY) continue;
    let end = start;
    while (end < frames && power[end]! <= level * EMPTY) end += 1;
    const length = end - start;
    const isLoud = (from: number): boolean => {
      for (let at = Math.max(0, from); at < Math.min(frames, from + RIM); at += 1)
        if (power[at]! >= level * LOUD) return true;
      return false;
    };
    if (length >= SHORTEST && length <= LONGEST && end < frames && isLoud(start - RIM) && isLoud(end))
      lost += length;
    start = end;
  }
  return lost / frames;
}
