import { reverberationTime } from './decays.ts';
import { EAR_BANDS } from './ear-bands/index.ts';
import { EAR_MINIMUM, earFeatures } from './front-ends/ear.ts';
import type { SoundJudgement } from './models.ts';
import { requireShapes } from './shapes.ts';
import { float32, type Graph } from './tensors.ts';

const OUTPUTS = 5;
/** Longer clips are judged by their middle. */
const MAXIMUM_SAMPLES = 20 * 16_000;
/** Shorter ones tell nothing: 200 ms. */
const MINIMUM_SAMPLES = 3_200;
const SILENT_PEAK = 1e-4;
/** Two voices at once were in half of the training's clips; this makes of the answer what it is where 10% have them. */
const FEWER_VOICES = -Math.log(0.1 / 0.9);

/** The sound judge: features [batch, frames, 160] in, five numbers a clip out (its card says which). */
export class RolecallEar {
  readonly #graph: Graph;

  constructor(graph: Graph, name = 'rolecall-ear') {
    requireShapes(name, graph, {
      inputs: [{ name: 'features', type: 'float32', shape: [null, null, EAR_BANDS] }],
      outputs: [{ name: 'judgement', type: 'float32', shape: [null, OUTPUTS] }],
    });
    this.#graph = graph;
  }

  /**
   * Judges clips of any lengths, one after the other; null where one is too short, silent or not finite. A clip is
   * done with when the next is asked for; one call at a time.
   */
  async judge(
    clips: Iterable<Float32Array>,
    wanted: () => boolean = () => true,
  ): Promise<(SoundJudgement | null)[]> {
    const judgements: (SoundJudgement | null)[] = [];
    for (const clip of clips) {
      if (!wanted()) throw new DOMException('No longer wanted', 'AbortError');
      judgements.push(isHeard(clip) ? await this.#judge(usable(clip)) : null);
    }
    return judgements;
  }

  async #judge(clip: Float32Array): Promise<SoundJudgement> {
    const features = earFeatures(clip);
    const { frames, values } = features;
    const { judgement } = await this.#graph.run({ features: float32(values, 1, frames, EAR_BANDS) });
    const [overlap = 0, music = 0, ratio = 0, , telephone = 0] = judgement ?? [];
    return {
      overlap: logistic(overlap - FEWER_VOICES),
      music: logistic(music),
      signalToNoise: 10 * ratio,
      reverberation: reverberationTime(features),
      telephone: logistic(telephone),
    };
  }
}

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

function isHeard(clip: Float32Array): boolean {
  if (clip.length < MINIMUM_SAMPLES) return false;
  let peak = 0;
  // A sum is finite where all of its parts are: nothing is asked of each sample.
  let sum = 0;
  for (let i = 0; i < clip.length; i += 1) {
    const size = Math.abs(clip[i]!);
    sum += size;
    if (size > peak) peak = size;
  }
  return Number.isFinite(sum) && peak >= SILENT_PEAK;
}

function usable(clip: Float32Array): Float32Array {
  if (clip.length > MAXIMUM_SAMPLES) {
    const from = Math.floor((clip.length - MAXIMUM_SAMPLES) / 2);
    return clip.subarray(from, from + MAXIMUM_SAMPLES);
  }
  if (clip.length >= EAR_MINIMUM) return clip;
  // Said twice, or as often as it takes: silence behind it would be heard as a pause without any noise.
  const filled = new Float32Array(EAR_MINIMUM);
  for (let at = 0; at < EAR_MINIMUM; at += clip.length)
    filled.set(clip.subarray(0, Math.min(clip.length, EAR_MINIMUM - at)), at);
  return filled;
}
