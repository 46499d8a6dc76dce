import type { EmbeddingOutcome } from './models.ts';
import { requireShapes } from './shapes.ts';
import { embedByLength } from './speaker-clips.ts';
import { float32, type Graph } from './tensors.ts';

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
   * Embeds clips of any lengths. The numbers are those of each clip alone (within 1e-5; a batch may add in
   * another order).
   */
  embed(clips: readonly Float32Array[], wanted: () => boolean = () => true): Promise<EmbeddingOutcome[]> {
    return embedByLength(clips, MAXIMUM_ROWS, (rows) => this.#run(rows), wanted);
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
