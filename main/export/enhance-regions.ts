import { SAMPLE_RATE } from '../model/index.ts';
import type { ClipRequest } from './clip-options.ts';

/** Hertz of what enhancers hear and give. */
export const ENHANCER_RATE = 48_000;

/** Sound before a clip that an enhancer hears to settle, and after it, samples at 48 kHz: 500 and 40 ms. */
const [BEFORE, AFTER] = [24_000, 1_920];
/** Sound on both sides that is enhanced with the clip, so that resampling has its neighbours: 20 ms. */
const MARGIN = 960;

/** What is enhanced for one clip, in samples at 48 kHz of the media. */
export interface Region {
  /** What the enhancer hears; may begin before the media does. */
  readonly heardFrom: number;
  readonly heardTo: number;
  /** What of it is kept. */
  readonly from: number;
  readonly length: number;
  /**
   * Where a sample of the media is in the file of all regions, both at `rate`. Whole at the clips' rate and at 16 kHz.
   *
   * @param sample of the media at `rate`
   */
  placeOf(sample: number, rate: number): number;
}

/**
 * Regions of clips, to be laid one after the other. Each begins where a sample of the clips' rate and one of 16 kHz
 * begins too, in the media as in the file: resampled, the clips' samples lie exactly where those of the media do.
 *
 * @param rate hertz of the clips
 */
export function regionsOf(clips: readonly Pick<ClipRequest, 'start' | 'end'>[], rate: number): Region[] {
  const step = leastCommon(stepOf(rate), stepOf(SAMPLE_RATE));
  let offset = 0;
  return clips.map(({ start, end }) => {
    const scale = ENHANCER_RATE / SAMPLE_RATE;
    // A sample of the clip may lie up to half a sample of 16 kHz away from where it was asked for.
    const from = Math.floor((start * scale - MARGIN) / step) * step;
    const to = Math.ceil((end * scale + MARGIN) / step) * step;
    const at = offset;
    offset += to - from;
    return {
      heardFrom: from - BEFORE,
      heardTo: to + AFTER,
      from,
      length: to - from,
      placeOf: (sample, hertz) => sample + ((at - from) / ENHANCER_RATE) * hertz,
    };
  });
}

/** Samples at 48 kHz between two that are samples at the other rate as well. */
const stepOf = (rate: number): number => ENHANCER_RATE / greatestCommon(ENHANCER_RATE, rate);

const greatestCommon = (a: number, b: number): number => (b === 0 ? a : greatestCommon(b, a % b));
const leastCommon = (a: number, b: number): number => (a * b) / greatestCommon(a, b);
