import type { measureQuality as measure, SoundEvidence } from '../../../../main/speech/quality.ts';

export type { SoundEvidence };

/** What a row holds whose sound was not measured. */
export const measureQuality: typeof measure = () => ({
  loudness: -20,
  signalToNoise: 40,
  clipping: 0,
  bandwidth: 8000,
  speechRatio: 1,
  music: null,
  overlap: null,
  dropouts: null,
  telephone: null,
  reverberation: null,
  cutEdges: null,
});
