import { z } from 'zod';
import { SAMPLE_RATE } from './time.ts';
import type { Recognition, TranscriptCheck, Utterance, UtteranceLanguage } from './utterance.ts';

/** Every gate by its name, in the order in which they are told. */
export const GATE_NAMES = [
  'confidence',
  'mislabel',
  'transcript',
  'word-error',
  'language',
  'signal-to-noise',
  'music',
  'overlap',
  'reverberation',
  'clipping',
  'dropouts',
  'bandwidth',
  'telephone',
  'cut-edges',
  'speech-ratio',
  'shortest',
  'longest',
] as const;
export const gateName = z.enum(GATE_NAMES);
export type GateName = z.infer<typeof gateName>;

/** Where a dial stands. The limit itself still passes. */
export const gateSetting = z.object({
  limit: z.number(),
  /** What becomes of an utterance that was never measured for this. */
  unmeasured: z.enum(['pass', 'out']),
});
export type GateSetting = z.infer<typeof gateSetting>;

/** The dials that are set; a gate without one lets everything pass. */
export const gateSettings = z.partialRecord(gateName, gateSetting);
export type GateSettings = z.infer<typeof gateSettings>;

/** What gates look at: any utterance, or as much of it as they need. */
export interface GateSubject
  extends Pick<
    Utterance,
    'episode' | 'start' | 'end' | 'review' | 'confidence' | 'mislabelProbability' | 'quality'
  > {
  readonly language: Pick<UtteranceLanguage, 'code' | 'probability' | 'mixed'> | null;
  readonly transcript:
    | (Pick<TranscriptCheck, 'wrong'> & {
        readonly recogniser: Pick<Recognition, 'wordErrorRate'> | null;
      })
    | null;
}

/** What gates must know beside the utterance. */
export interface GateContext {
  /** Codes of the languages that an episode's series is expected to be in, by episode; absent: any is right. */
  readonly languages: ReadonlyMap<string, readonly string[]>;
}
export const NO_CONTEXT: GateContext = { languages: new Map() };

export type GateUnit = 'dB' | 'Hz' | 's' | 'share' | 'probability' | 'edges' | 'tag';

/** A named measure of an utterance with a dial. */
export interface Gate {
  readonly name: GateName;
  /** `least`: what lies below the limit stays out; `most`: what lies above it. */
  readonly direction: 'least' | 'most';
  readonly unit: GateUnit;
  /** Ends and step of the dial; what is measured may lie beyond them. */
  readonly dial: { readonly from: number; readonly to: number; readonly step: number };
  /** Why an utterance stays out. */
  readonly reason: string;
  /** Why an utterance that was never measured stays out, where it does. */
  readonly unmeasuredReason: string;
  /** What becomes of the unmeasured where nothing else is asked for. */
  readonly unmeasured: GateSetting['unmeasured'];
  /** Whether a person who accepted or corrected an utterance has answered the question already. */
  readonly settledByReview: boolean;
  /** Null where it was never measured. */
  readonly measure: (utterance: GateSubject, context: GateContext) => number | null;
}

const SOUND_UNMEASURED = 'sound quality never measured';

/** The table of all gates. Where each measure comes from is told by `docs/gates.md`. */
export const GATES: Readonly<Record<GateName, Gate>> = {
  confidence: {
    name: 'confidence',
    direction: 'least',
    unit: 'probability',
    dial: { from: 0, to: 1, step: 0.01 },
    reason: 'character not probable enough',
    unmeasuredReason: 'probability of the character never measured',
    unmeasured: 'pass',
    settledByReview: true,
    measure: ({ confidence }) => confidence,
  },
  mislabel: {
    name: 'mislabel',
    direction: 'most',
    unit: 'probability',
    dial: { from: 0, to: 1, step: 0.01 },
    reason: 'probably mislabelled',
    unmeasuredReason: 'voice never compared',
    unmeasured: 'pass',
    settledByReview: true,
    measure: ({ mislabelProbability }) => mislabelProbability,
  },
  transcript: {
    name: 'transcript',
    direction: 'most',
    unit: 'probability',
    dial: { from: 0, to: 1, step: 0.01 },
    reason: 'text probably not what is said',
    unmeasuredReason: 'text never compared with the sound',
    unmeasured: 'pass',
    settledByReview: true,
    measure: ({ transcript }) => transcript?.wrong ?? null,
  },
  'word-error': {
    name: 'word-error',
    direction: 'most',
    unit: 'share',
    dial: { from: 0, to: 1, step: 0.01 },
    reason: 'a recogniser heard other words',
    unmeasuredReason: 'never recognised',
    unmeasured: 'pass',
    settledByReview: true,
    measure: ({ transcript }) => transcript?.recogniser?.wordErrorRate ?? null,
  },
  language: {
    name: 'language',
    direction: 'most',
    unit: 'probability',
    dial: { from: 0, to: 1, step: 0.05 },
    reason: 'in another language',
    unmeasuredReason: 'language not certain',
    unmeasured: 'pass',
    settledByReview: false,
    measure: foreignness,
  },
  'signal-to-noise': {
    name: 'signal-to-noise',
    direction: 'least',
    unit: 'dB',
    dial: { from: 0, to: 40, step: 1 },
    reason: 'too noisy',
    unmeasuredReason: SOUND_UNMEASURED,
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ quality }) => quality?.signalToNoise ?? null,
  },
  music: {
    name: 'music',
    direction: 'most',
    unit: 'probability',
    dial: { from: 0, to: 1, step: 0.01 },
    reason: 'music or effects under the speech',
    unmeasuredReason: 'music never looked for',
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ quality }) => quality?.music ?? null,
  },
  overlap: {
    name: 'overlap',
    direction: 'most',
    unit: 'probability',
    dial: { from: 0, to: 1, step: 0.01 },
    reason: 'two voices at once',
    unmeasuredReason: 'second voices never looked for',
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ quality }) => quality?.overlap ?? null,
  },
  reverberation: {
    name: 'reverberation',
    direction: 'most',
    unit: 's',
    dial: { from: 0, to: 3, step: 0.05 },
    reason: 'too reverberant',
    unmeasuredReason: 'reverberation could not be measured',
    unmeasured: 'pass',
    settledByReview: false,
    measure: ({ quality }) => quality?.reverberation ?? null,
  },
  clipping: {
    name: 'clipping',
    direction: 'most',
    unit: 'share',
    dial: { from: 0, to: 0.05, step: 0.0005 },
    reason: 'clipped',
    unmeasuredReason: SOUND_UNMEASURED,
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ quality }) => quality?.clipping ?? null,
  },
  dropouts: {
    name: 'dropouts',
    direction: 'most',
    unit: 'share',
    dial: { from: 0, to: 0.2, step: 0.005 },
    reason: 'the sound breaks off',
    unmeasuredReason: 'dropouts never looked for',
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ quality }) => quality?.dropouts ?? null,
  },
  bandwidth: {
    name: 'bandwidth',
    direction: 'least',
    unit: 'Hz',
    dial: { from: 0, to: 8000, step: 100 },
    reason: 'bandwidth too narrow',
    unmeasuredReason: SOUND_UNMEASURED,
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ quality }) => quality?.bandwidth ?? null,
  },
  telephone: {
    name: 'telephone',
    direction: 'most',
    unit: 'tag',
    dial: { from: 0, to: 1, step: 1 },
    reason: 'over a telephone or radio',
    unmeasuredReason: 'telephone band never looked for',
    unmeasured: 'pass',
    settledByReview: false,
    measure: ({ quality }) => (quality?.telephone == null ? null : Number(quality.telephone)),
  },
  'cut-edges': {
    name: 'cut-edges',
    direction: 'most',
    unit: 'edges',
    dial: { from: 0, to: 2, step: 1 },
    reason: 'cut into a word',
    unmeasuredReason: 'edges never looked at',
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ quality }) =>
      quality?.cutEdges == null ? null : { none: 0, start: 1, end: 1, both: 2 }[quality.cutEdges],
  },
  'speech-ratio': {
    name: 'speech-ratio',
    direction: 'least',
    unit: 'share',
    dial: { from: 0, to: 1, step: 0.01 },
    reason: 'too little speech in it',
    unmeasuredReason: SOUND_UNMEASURED,
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ quality }) => quality?.speechRatio ?? null,
  },
  shortest: {
    name: 'shortest',
    direction: 'least',
    unit: 's',
    dial: { from: 0, to: 5, step: 0.1 },
    reason: 'too short',
    unmeasuredReason: 'length unknown',
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ start, end }) => (end - start) / SAMPLE_RATE,
  },
  longest: {
    name: 'longest',
    direction: 'most',
    unit: 's',
    dial: { from: 1, to: 60, step: 1 },
    reason: 'too long',
    unmeasuredReason: 'length unknown',
    unmeasured: 'out',
    settledByReview: false,
    measure: ({ start, end }) => (end - start) / SAMPLE_RATE,
  },
};

/** How mixed lines count: neither of the series' language nor of another. */
const MIXED = 0.5;

/** How probably the words are of another language than the series'. */
function foreignness({ language, episode }: GateSubject, { languages }: GateContext): number | null {
  const expected = languages.get(episode);
  if (language?.code == null || expected === undefined) return null;
  if (!expected.includes(language.code)) return language.probability;
  return language.mixed ? MIXED : 0;
}
