import { withoutPauses } from '../../../main/voice/index.ts';
import type { SpeakerEncoder } from '../../../native-models/index.ts';
import { equalErrorRate, minimumDetectionCost, type Scored } from './metrics.ts';
import type { SourceClip } from './sources.ts';

export interface VerificationRow {
  readonly seconds: number | null;
  readonly utterances: number;
  readonly equalErrorRate: number;
  readonly minimumDetectionCost: number;
}

/**
 * All pairs of utterances, pauses removed, cut to 1, 2 and 4 s from the middle, and whole: the method of the
 * bundled encoder's card.
 */
export async function verify(
  encoder: SpeakerEncoder,
  sources: readonly SourceClip[],
): Promise<{ rows: VerificationRow[]; xRealtime: number }> {
  const speech = sources.map(({ voice, audio }) => ({ voice, audio: withoutPauses(audio) }));
  const rows: VerificationRow[] = [];
  await encoder.embed([speech[0]!.audio]);
  let [seconds, took] = [0, 0];
  for (const length of [1, 2, 4, null]) {
    const clips = speech.flatMap(({ voice, audio }) => {
      if (length === null) return [{ voice, audio }];
      const wanted = length * 16_000;
      if (audio.length < wanted) return [];
      const from = Math.floor((audio.length - wanted) / 2);
      return [{ voice, audio: audio.slice(from, from + wanted) }];
    });
    const started = performance.now();
    const outcomes = await embedSideBySide(
      encoder,
      clips.map(({ audio }) => audio),
    );
    took += (performance.now() - started) / 1000;
    seconds += clips.reduce((sum, { audio }) => sum + audio.length / 16_000, 0);
    const trials: Scored[] = [];
    outcomes.forEach((a, first) => {
      for (let second = first + 1; second < outcomes.length; second += 1) {
        const b = outcomes[second]!;
        const score = a.reduce((sum, value, d) => sum + value * b[d]!, 0);
        trials.push({ score, positive: clips[first]!.voice === clips[second]!.voice });
      }
    });
    rows.push({
      seconds: length,
      utterances: clips.length,
      equalErrorRate: equalErrorRate(trials),
      minimumDetectionCost: minimumDetectionCost(trials),
    });
  }
  return { rows, xRealtime: seconds / took };
}

/** Two requests at a time, so that both processes of the host work. */
async function embedSideBySide(
  encoder: SpeakerEncoder,
  clips: readonly Float32Array[],
): Promise<Float32Array[]> {
  const result: Float32Array[] = [];
  const queue = clips.map((clip, at) => ({ clip, at }));
  const work = async () => {
    for (let next = queue.splice(0, 8); next.length > 0; next = queue.splice(0, 8)) {
      const outcomes = await encoder.embed(next.map(({ clip }) => clip));
      outcomes.forEach((outcome, index) => {
        if (outcome.kind !== 'embedded') throw new Error(`A clip was refused: ${outcome.reason}`);
        result[next[index]!.at] = outcome.vector;
      });
    }
  };
  await Promise.all([work(), work()]);
  return result;
}
