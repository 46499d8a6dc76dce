import { compareCodes, FINGERPRINT_HOP, NO_CODE } from './fingerprint.ts';

/** Share of the shorter clip that must be heard in the other, and frames that must speak in both. */
const LEAST_SHARE = 0.6;
const LEAST_FRAMES = 7;
/**
 * Share of bits that may differ. Measured on 50 clips of read speech, re-encoded (Opus 24, MP3 48,
 * AAC 48 kbit/s), filtered, quieter and cut elsewhere: the same clip differs by 0.11 in the median
 * and 0.30 at most where half a second long; other clips, at their best place, by 0.31 or more.
 */
const MOST_ERRORS = 0.3;
const MOST_ERRORS_SHORT = 0.28;
const SHORT_FRAMES = 20;
/** Where the words are the same, chance is no longer the rival. */
const MOST_ERRORS_SAME_TEXT = 0.34;

/** Parts of a frame's step at which clips are looked up: the grids of two cuttings never agree. */
export const LOOKUP_PHASES = [0, 0.25, 0.5, 0.75].map((share) => share * FINGERPRINT_HOP);

/** Codes that are common to more places than this (hum, music beds) say nothing of the place. */
const MOST_PLACES = 256;

/**
 * The fingerprints of many clips, and which of them are the same recording. Clips are numbered in
 * the order they are added. Memory: 12 bytes for each 32 ms of sound.
 */
export class SoundIndex {
  #codes = new Uint32Array(1 << 16);
  #length = 0;
  readonly #starts: number[] = [];
  #heads = new Int32Array(0);
  #next = new Int32Array(0);
  #clipAt: (place: number) => number = () => 0;

  add(codes: Uint32Array): number {
    while (this.#length + codes.length > this.#codes.length) {
      const larger = new Uint32Array(this.#codes.length * 2);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    this.#codes.set(codes, this.#length);
    this.#starts.push(this.#length);
    this.#length += codes.length;
    return this.#starts.length - 1;
  }

  /** Builds the index over all that was added; call it once before `matches`. */
  build(): void {
    let size = 1 << 10;
    while (size < this.#length * 2) size *= 2;
    this.#heads = new Int32Array(size).fill(-1);
    this.#next = new Int32Array(this.#length);
    for (let place = 0; place < this.#length; place += 1) {
      const code = this.#codes[place] as number;
      if (code === NO_CODE) continue;
      const slot = slotOf(code, size);
      this.#next[place] = this.#heads[slot] as number;
      this.#heads[slot] = place;
    }
    const starts = Int32Array.from(this.#starts);
    this.#clipAt = (place) => lastAtMost(starts, place);
  }

  /** Numbers of the clips that are the same recording as this one, given its codes at all phases. */
  matches(phases: readonly Uint32Array[]): Set<number> {
    const found = new Set<number>();
    const tried = new Set<number>();
    for (const codes of phases) {
      tried.clear();
      for (let at = 0; at < codes.length; at += 1) {
        const code = codes[at] as number;
        if (code === NO_CODE) continue;
        this.#lookUp(code, at, codes, found, tried);
        for (let bit = 0; bit < 32; bit += 1)
          this.#lookUp((code ^ (1 << bit)) >>> 0, at, codes, found, tried);
      }
    }
    return found;
  }

  /** Whether a clip with the same words is the same recording, wherever in the other it lies. */
  isSame(clip: number, phases: readonly Uint32Array[]): boolean {
    const length = this.#lengthOf(clip);
    return phases.some((codes) => {
      const least = Math.ceil(Math.min(length, codes.length) * LEAST_SHARE);
      for (let shift = least - codes.length; shift <= length - least; shift += 1) {
        if (this.#isAlike(codes, clip, shift, MOST_ERRORS_SAME_TEXT)) return true;
      }
      return false;
    });
  }

  #lookUp(code: number, at: number, codes: Uint32Array, found: Set<number>, tried: Set<number>): void {
    let places = 0;
    for (
      let place = this.#heads[slotOf(code, this.#heads.length)] as number;
      place >= 0 && places < MOST_PLACES;
      place = this.#next[place] as number
    ) {
      if (this.#codes[place] !== code) continue;
      places += 1;
      const clip = this.#clipAt(place);
      if (found.has(clip)) continue;
      const shift = place - (this.#starts[clip] as number) - at;
      const key = clip * 65_536 + (shift & 0xffff);
      if (tried.has(key)) continue;
      tried.add(key);
      if (this.#isAlike(codes, clip, shift, null)) found.add(clip);
    }
  }

  /** Frame 0 of `codes` laid on frame `shift` of the clip. */
  #isAlike(codes: Uint32Array, clip: number, shift: number, limit: number | null): boolean {
    const length = this.#lengthOf(clip);
    const from = Math.max(0, -shift);
    const to = Math.min(codes.length, length - shift);
    if (to - from < Math.min(length, codes.length) * LEAST_SHARE) return false;
    const { errors, frames } = compareCodes(
      codes,
      from,
      this.#codes,
      (this.#starts[clip] as number) + shift + from,
      to - from,
    );
    if (frames < LEAST_FRAMES || frames < (to - from) * 0.3) return false;
    return errors <= (limit ?? (frames < SHORT_FRAMES ? MOST_ERRORS_SHORT : MOST_ERRORS));
  }

  #lengthOf = (clip: number): number =>
    (this.#starts[clip + 1] ?? this.#length) - (this.#starts[clip] as number);
}

/** Fibonacci hashing; `size` is a power of two. */
const slotOf = (code: number, size: number): number => (Math.imul(code, 0x9e3779b1) >>> 5) & (size - 1);

/** Index of the last value that is not above `value`, of an ascending list. */
function lastAtMost(values: Int32Array, value: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] as number) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
