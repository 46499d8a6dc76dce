import type { EnergyTrack, Span, SpeechActivity } from '../../../main/model/index.ts';
import { detectSpeech, EnergyBuilder } from '../../../main/speech/index.ts';
import type { SpeechModel } from '../../../native-models/index.ts';
import { cutAtPauses } from '../voice/corpus.ts';
import { seededRandom } from '../voice/random.ts';
import type { SourceClip } from '../voice/sources.ts';

/** One stretch of one reader, 1.2 to 7 s, and what is known of the recording that it was cut from. */
export interface Piece {
  readonly voice: string;
  readonly clean: Float32Array;
  readonly span: Span;
  readonly source: Float32Array;
  readonly activity: SpeechActivity;
  readonly energy: EnergyTrack;
}

/** Cuts recordings at their pauses into pieces of the lengths that drama has. */
export async function cutPieces(
  sources: readonly SourceClip[],
  speech: SpeechModel,
  seed: number,
): Promise<Piece[]> {
  const random = seededRandom(seed);
  const pieces: Piece[] = [];
  for (const { voice, audio } of sources) {
    const pcm = Int16Array.from(audio, (value) => Math.round(value * 32_767));
    const activity = await detectSpeech([pcm], speech);
    const energy = energyOf(audio);
    for (const span of cutAtPauses(audio, random))
      pieces.push({ voice, clean: audio.slice(span.start, span.end), span, source: audio, activity, energy });
  }
  return pieces;
}

export function energyOf(audio: Float32Array): EnergyTrack {
  const builder = new EnergyBuilder();
  builder.push(Int16Array.from(audio, (value) => Math.round(Math.max(-1, Math.min(1, value)) * 32_767)));
  return builder.finish();
}
