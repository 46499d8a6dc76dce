import { type Quality, UNMEASURED } from '../../main/model/index.ts';

/** The measures of a line that nothing is wrong with, as far as every version took them. */
export const PLAIN_QUALITY: Quality = {
  loudness: -20,
  signalToNoise: 30,
  clipping: 0,
  bandwidth: 7000,
  speechRatio: 0.9,
  ...UNMEASURED,
};

/** The same with all that today's version measures. */
export const GOOD_QUALITY: Quality = {
  ...PLAIN_QUALITY,
  music: 0,
  overlap: 0,
  dropouts: 0,
  telephone: false,
  reverberation: 0.3,
  cutEdges: 'none',
};
