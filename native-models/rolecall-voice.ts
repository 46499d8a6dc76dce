import type { EmbeddingOutcome } from './models.ts';
import { requireShapes } from './shapes.ts';
import { float32, type Graph } from './tensors.ts';

/** A quarter of a second: what the encoder's widest layers need. */
export const MINIMUM_SAMPLES = 4_000;
/** Half a minute: of longer clips the middle is heard, so that one clip cannot take gigabytes. */
export const MAXIMUM_SAMPLES = 480_000;
/** Below -80 dBFS nothing but the converter's noise is left. */
const SILENT_PEAK = 1e-4;
/** Rows of one call. On a CPU more rows gain nothing: 8 are slower than 4, 16 take twice as long. */
const MAXIMUM_ROWS = 4;

/** The bundled speaker encoder: samples [batch, n] in, unit vectors [batch, dimension] out. */
export class RolecallVoice {
  readonly dimension: number;
  readonly #graph: Graph;

  constructor(graph: Graph, dimension = 192, name = 'rolecall-voice') {
    requireShapes(name, graph, {
      inputs: [{ name: 'audio', type: 'float32', shape: [null, null] }],
      outputs: [{ name: 'embedding', type: 'float32', shape: [null, dimension] }],
    });
    this.#graph = graph;
    this.dimension = dimension;
  }

  /**
   * Embeds clips of any lengths. The encoder takes its means over the whole row, so a padded row is another
   * clip: only clips of exactly equal length share a call, and the numbers are those of the clip alone
   * (within 1e-5; a batch may add in another order).
   */
  async embed(
    clips: readonly Float32Array[],
    wanted: () => boolean = () => true,
  ): Promise<EmbeddingOutcome[]> {
    const outcomes = new Array<EmbeddingOutcome>(clips.length);
    const byLength = new Map<number, { index: number; samples: Float32Array }[]>();
    for (const [index, clip] of clips.entries()) {
      const reason = refusal(clip);
      if (reason) {
        outcomes[index] = { kind: 'refused', reason };
        continue;
      }
      const samples = middle(clip);
      const group = byLength.get(samples.length) ?? [];
      byLength.set(samples.length, [...group, { index, samples }]);
    }
    for (const length of [...byLength.keys()].sort((a, b) => a - b)) {
      const group = byLength.get(length)!;
      for (let first = 0; first < group.length; first += MAXIMUM_ROWS) {
        if (!wanted()) throw new DOMException('No longer wanted', 'AbortError');
        const batch = group.slice(first, first + MAXIMUM_ROWS);
        const vectors = await this.#run(batch.map(({ samples }) => samples));
        batch.forEach(({ index }, row) => {
          outcomes[index] = { kind: 'embedded', vector: vectors[row]! };
        });
      }
    }
    return outcomes;
  }

  async #run(rows: readonly Float32Array[]): Promise<Float32Array[]> {
    const length = rows[0]!.length;
    const audio = new Float32Array(rows.length * length);
    rows.forEach((row, index) => {
      audio.set(row, index * length);
    });
    const { embedding } = await this.#graph.run({ audio: float32(audio, rows.length, length) });
    return rows.map((_, row) => {
      const vector = embedding!.slice(row * this.dimension, (row + 1) * this.dimension);
      const norm = Math.hypot(...vector);
      if (!(Math.abs(norm - 1) < 1e-3)) throw new Error(`The encoder gave a vector of length ${norm}, not 1`);
      return vector;
    });
  }
}

function refusal(clip: Float32Array): 'too-short' | 'silent' | 'not-finite' | null {
  if (clip.length < MINIMUM_SAMPLES) return 'too-short';
  let peak = 0;
  for (const sample of clip) {
    if (!Number.isFinite(sample)) return 'not-finite';
    const size = Math.abs(sample);
    if (size > peak) peak = size;
  }
  return peak < SILENT_PEAK ? 'silent' : null;
}

function middle(clip: Float32Array): Float32Array {
  if (clip.length <= MAXIMUM_SAMPLES) return clip;
  const from = Math.floor((clip.length - MAXIMUM_SAMPLES) / 2);
  return clip.subarray(from, from + MAXIMUM_SAMPLES);
}
