import type { Features } from './bands.ts';
import { kaldiFilterbank } from './kaldi.ts';
import { nemoMelSpectrogram } from './nemo.ts';
import { speechBrainFilterbank } from './speechbrain.ts';

export { BANDS, type Features } from './bands.ts';

/** Families of encoders that hear features, each with the front end that it was trained on. */
export const FRONT_ENDS = ['wespeaker', '3d-speaker', 'nemo', 'speechbrain'] as const;
export type FrontEnd = (typeof FRONT_ENDS)[number];

/** What each family's encoders are fed: 16 kHz samples, -1 to 1, become features. */
export const frontEnds: Readonly<Record<FrontEnd, (clip: Float32Array) => Features>> = {
  /** WeSpeaker's recipe: 16-bit numbers, Hamming window. */
  wespeaker: (clip) => kaldiFilterbank(clip, { window: 'hamming', scale: 32_768 }),
  /** 3D-Speaker's recipe: samples as they are, Kaldi's own window. */
  '3d-speaker': (clip) => kaldiFilterbank(clip, { window: 'povey', scale: 1 }),
  nemo: nemoMelSpectrogram,
  speechbrain: speechBrainFilterbank,
};
