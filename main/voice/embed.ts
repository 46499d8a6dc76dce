import type { CallOptions, Clip, EmbeddingRefusal, SpeakerEncoder } from '../../native-models/index.ts';
import type { Samples, Span } from '../model/index.ts';
import { joined, lengthOf, spokenParts } from './pauses.ts';

/** The embedding of one clip, as {@link import('./types.ts').VoiceUtterance} wants it. */
export interface EmbeddedClip {
  /** Null where the clip could not be embedded; `refusal` says why. */
  readonly embedding: Float32Array | null;
  /** Length of what was embedded: the clip without its pauses. */
  readonly durationSamples: Samples;
  readonly refusal: EmbeddingRefusal | null;
}

/** Where the samples of a clip lie in a file, as `StoredClip` has it. */
export interface ClipPlace {
  readonly file: string;
  readonly start: Samples;
}

/** Clips of one request to the encoder: enough to share calls, few enough to report progress and to cancel. */
const BATCH = 64;

/**
 * Embeds clips of 16 kHz mono speech (-1 to 1) after cutting their pauses out, in the clips' order.
 *
 * @param onProgress hears how many clips are done
 * @throws RolecallError `cancelled` when `signal` is aborted, or what the encoder throws
 */
export async function embedClips(
  encoder: SpeakerEncoder,
  clips: readonly Float32Array[],
  options: CallOptions & {
    readonly onProgress?: (done: number) => void;
    /** Where each clip lies, if it lies in a file: the encoder then reads it there. */
    readonly places?: readonly ClipPlace[];
  } = {},
): Promise<EmbeddedClip[]> {
  const result: EmbeddedClip[] = [];
  for (let first = 0; first < clips.length; first += BATCH) {
    const speech = clips.slice(first, first + BATCH).map((clip, at) => {
      const spoken = spokenParts(clip);
      // What has no frame of speech is given as it is, so that the encoder says what is wrong with it.
      const parts = lengthOf(spoken) >= encoder.minimumSamples ? spoken : [{ start: 0, end: clip.length }];
      return { durationSamples: lengthOf(parts), clip: partsOf(clip, parts, options.places?.[first + at]) };
    });
    const outcomes = await encoder.embed(
      speech.map(({ clip }) => clip),
      { signal: options.signal },
    );
    outcomes.forEach((outcome, at) => {
      const { durationSamples } = speech[at]!;
      result.push(
        outcome.kind === 'embedded'
          ? { embedding: outcome.vector, durationSamples, refusal: null }
          : { embedding: null, durationSamples, refusal: outcome.reason },
      );
    });
    options.onProgress?.(result.length);
  }
  return result;
}

function partsOf(clip: Float32Array, parts: readonly Span[], place: ClipPlace | undefined): Clip {
  if (place === undefined) return joined(clip, parts);
  const from = place.start;
  return {
    file: place.file,
    parts: parts.map(({ start, end }) => ({ start: from + start, end: from + end })),
  };
}
