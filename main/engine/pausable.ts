import type { SpeakerEncoder, SpeechModel } from '../../native-models/index.ts';

/**
 * Models that pass a gate before every call. Decoding waits for the detection of speech, and embedding does little
 * else, so that a closed gate holds up a whole episode within seconds, wherever it is.
 */
export function pausable(
  speech: SpeechModel,
  encoder: SpeakerEncoder,
  gate: (() => Promise<void>) | undefined,
): { speech: SpeechModel; encoder: SpeakerEncoder } {
  if (gate === undefined) return { speech, encoder };
  return {
    speech: {
      ...speech,
      score: async (...given) => {
        await gate();
        return speech.score(...given);
      },
    },
    encoder: {
      ...encoder,
      embed: async (...given) => {
        await gate();
        return encoder.embed(...given);
      },
    },
  };
}
