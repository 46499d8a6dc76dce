import type { Utterance } from '../../main/model/index.ts';

/** The utterance at a place of a list: half a second spoken in each second. */
export const utteranceAt = (at: number, change: Partial<Utterance> = {}): Utterance => ({
  id: `u${at}`,
  episode: 'e',
  start: at * 16_000,
  end: at * 16_000 + 8_000,
  text: 'Hello there.',
  speaker: 'Orla',
  state: 'matched',
  review: 'unreviewed',
  confidence: 0.97,
  witnesses: { script: null, subtitle: null, voice: [] },
  mislabelProbability: 0.02,
  quality: null,
  cue: 1,
  part: 0,
  scene: 0,
  reason: null,
  language: null,
  transcript: null,
  ...change,
});
