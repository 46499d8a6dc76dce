import type { VoiceUtterance } from '../../main/voice/index.ts';
import { normal, seededRandom } from '../benchmark/voice/random.ts';

export interface MadeOptions {
  readonly seed?: number;
  readonly voices?: number;
  readonly each?: number;
  readonly dimension?: number;
  /** Standard deviation of a 1 s utterance around its voice, in units of the distance between voices. */
  readonly noise?: number;
}

export interface MadeVoice {
  readonly truth: string;
  readonly utterance: VoiceUtterance;
}

/** Voices as points on a sphere, utterances of 1 to 6 s scattered around them, all labelled rightly. */
export function madeVoices(options: MadeOptions = {}): MadeVoice[] {
  const { seed = 1, voices = 4, each = 20, dimension = 48, noise = 1 } = options;
  const random = seededRandom(seed);
  const centres = Array.from({ length: voices }, () =>
    Array.from({ length: dimension }, () => normal(random)),
  );
  return centres.flatMap((centre, voice) =>
    Array.from({ length: each }, (_, at) => {
      const seconds = 1 + random() * 5;
      const vector = Float32Array.from(
        centre,
        (value) => value + (noise / Math.sqrt(seconds)) * normal(random),
      );
      const length = Math.hypot(...vector);
      const truth = `Voice ${String.fromCharCode(65 + voice)}`;
      return {
        truth,
        utterance: labelled(
          `${truth}-${String(at).padStart(3, '0')}`,
          vector.map((value) => value / length),
          truth,
          { durationSamples: Math.round(seconds * 16_000), episode: `e${at % 3}` },
        ),
      };
    }),
  );
}

/** An utterance with a script label, or without one where `character` is null. */
export function labelled(
  id: string,
  embedding: Float32Array | null,
  character: string | null,
  rest: Partial<VoiceUtterance> = {},
): VoiceUtterance {
  return {
    id,
    episode: 'e1',
    embedding,
    durationSamples: 48_000,
    overlapped: false,
    script: { character, probability: character === null ? 0 : 0.97 },
    subtitle: null,
    ...rest,
  };
}

/** The same utterance under another script label. */
export const relabelled = (utterance: VoiceUtterance, character: string | null): VoiceUtterance => ({
  ...utterance,
  script: { character, probability: character === null ? 0 : 0.97 },
});
