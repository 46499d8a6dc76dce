import { RolecallError } from '../main/model/errors.ts';
import { BANDS, type Features, type FrontEnd, frontEnds } from './front-ends/index.ts';
import type { ManifestEntry } from './manifest.ts';
import type { EmbeddingOutcome } from './models.ts';
import { requireShapes } from './shapes.ts';
import { embedByLength } from './speaker-clips.ts';
import { type Feeds, float32, type Graph, int64s, type TensorShape } from './tensors.ts';

/** How one family's exported graphs are fed and read. */
interface Wiring {
  readonly inputs: readonly TensorShape[];
  readonly output: string;
  readonly feeds: (features: Features) => Feeds;
}

/** NeMo's encoder is fed whole groups of this many frames; the rest of the last group is zeros. */
const NEMO_GROUP = 16;

const rowsByBands = (name: string): Pick<Wiring, 'inputs' | 'feeds'> => ({
  inputs: [{ name, type: 'float32', shape: [null, null, BANDS] }],
  feeds: ({ frames, values }) => ({ [name]: float32(values, 1, frames, BANDS) }),
});

const WIRING: Readonly<Record<FrontEnd, Wiring>> = {
  wespeaker: { ...rowsByBands('feats'), output: 'embs' },
  '3d-speaker': { ...rowsByBands('x'), output: 'embedding' },
  speechbrain: { ...rowsByBands('features'), output: 'embedding' },
  nemo: {
    inputs: [
      { name: 'audio_signal', type: 'float32', shape: [null, BANDS, null] },
      { name: 'length', type: 'int64', shape: [null] },
    ],
    output: 'embs',
    feeds: ({ frames, values }) => {
      const padded = Math.ceil(frames / NEMO_GROUP) * NEMO_GROUP;
      const turned = new Float32Array(BANDS * padded);
      for (let frame = 0; frame < frames; frame += 1) {
        for (let band = 0; band < BANDS; band += 1)
          turned[band * padded + frame] = values[frame * BANDS + band]!;
      }
      return { audio_signal: float32(turned, 1, BANDS, padded), length: int64s(frames) };
    },
  },
};

/**
 * A speaker encoder that hears features instead of samples. Clips go through the graph one by one: exports of these
 * families do not all take more, and clips of equal length are rare.
 */
export class FeatureEncoder {
  readonly #graph: Graph;
  readonly #wiring: Wiring;
  readonly #features: (clip: Float32Array) => Features;
  readonly #id: string;
  readonly #dimension: number;

  /** @throws RolecallError `environment` where the graph is not of the family that the manifest says */
  constructor(graph: Graph, { id, frontEnd, dimension }: ManifestEntry) {
    if (frontEnd === undefined || dimension === undefined) {
      throw new RolecallError({
        kind: 'internal',
        message: `The manifest does not say what ${id} is fed.`,
        remedy: 'Report this with the output of `rolecall doctor`.',
      });
    }
    this.#wiring = WIRING[frontEnd];
    this.#features = frontEnds[frontEnd];
    requireShapes(id, graph, {
      inputs: this.#wiring.inputs,
      outputs: [{ name: this.#wiring.output, type: 'float32', shape: [null, dimension] }],
    });
    this.#graph = graph;
    this.#id = id;
    this.#dimension = dimension;
  }

  /** Embeds clips of any lengths as unit vectors. */
  embed(clips: readonly Float32Array[], wanted: () => boolean = () => true): Promise<EmbeddingOutcome[]> {
    return embedByLength(clips, 1, async ([clip]) => [await this.#run(clip!)], wanted);
  }

  async #run(clip: Float32Array): Promise<Float32Array> {
    const outputs = await this.#graph.run(this.#wiring.feeds(this.#features(clip)));
    const vector = outputs[this.#wiring.output]!;
    if (vector.length === this.#dimension) return vector;
    throw new RolecallError({
      kind: 'environment',
      message: `The model ${this.#id} gives ${vector.length} numbers for a clip instead of ${this.#dimension}.`,
      remedy: 'This is another model than its name says: pull it again, then run `rolecall models check`.',
    });
  }
}
