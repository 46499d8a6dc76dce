import { GATE_NAMES, type GateSetting, type GateSettings } from './gates.ts';

export const PRESET_NAMES = ['strict', 'balanced', 'everything'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const set = (limit: number, unmeasured: GateSetting['unmeasured'] = 'pass'): GateSetting => ({
  limit,
  unmeasured,
});

/**
 * Dials that are set together. *strict*: for voices to be made from it; what every run measures in every sound and was
 * not measured stays out, so that an older project must be run again; what cannot be measured everywhere passes. *balanced*: what is plainly bad stays out;
 * what was never measured passes. *everything*: no gate. None of them minds a narrow band or a telephone: these are
 * properties, told by tags.
 */
export const PRESETS: Readonly<Record<PresetName, GateSettings>> = {
  strict: {
    confidence: set(0.9),
    mislabel: set(0.3),
    transcript: set(0.3),
    'word-error': set(0.2),
    language: set(0.4),
    'signal-to-noise': set(15, 'out'),
    music: set(0.5, 'out'),
    overlap: set(0.5, 'out'),
    reverberation: set(0.8),
    clipping: set(0.001, 'out'),
    dropouts: set(0.005, 'out'),
    'cut-edges': set(0, 'out'),
    'speech-ratio': set(0.6, 'out'),
    shortest: set(1),
    longest: set(15),
  },
  balanced: {
    confidence: set(0.5),
    mislabel: set(0.7),
    transcript: set(0.7),
    'word-error': set(0.5),
    language: set(0.7),
    'signal-to-noise': set(8),
    music: set(0.9),
    overlap: set(0.8),
    reverberation: set(1.5),
    clipping: set(0.01),
    dropouts: set(0.05),
    'cut-edges': set(1),
    'speech-ratio': set(0.3),
    shortest: set(0.5),
    longest: set(30),
  },
  everything: {},
};

/** The preset that these dials are, or null. */
export function presetOf(settings: GateSettings): PresetName | null {
  const same = (a: GateSetting | undefined, b: GateSetting | undefined): boolean =>
    a?.limit === b?.limit && a?.unmeasured === b?.unmeasured;
  return (
    PRESET_NAMES.find((name) => GATE_NAMES.every((gate) => same(PRESETS[name][gate], settings[gate]))) ?? null
  );
}
