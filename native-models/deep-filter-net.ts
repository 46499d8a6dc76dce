import { gunzipSync } from 'node:zlib';
import { RolecallError } from '../main/model/errors.ts';
import {
  DEEP_BAND_WIDTHS,
  DEEP_BANDS,
  DEEP_BINS,
  DEEP_FILTERED,
  DEEP_HOP,
  type DeepFeatures,
  DeepFrontEnd,
  type Spectrum,
} from './front-ends/deep-filter-net.ts';
import { requireShapes } from './shapes.ts';
import { float32, type Graph } from './tensors.ts';

/** Frames that the model looks ahead, in its features and in its filter. */
const LOOKAHEAD = 2;
/** Frames that each filtered bin is made of. */
const ORDER = 5;

/** The three graphs that DeepFilterNet 3 is published as. */
export const DEEP_GRAPHS = ['enc', 'erb_dec', 'df_dec'] as const;
export type DeepGraphs = Readonly<Record<(typeof DEEP_GRAPHS)[number], Graph>>;

const FEATURES = [
  { name: 'feat_erb', type: 'float32', shape: [1, 1, null, DEEP_BANDS] },
  { name: 'feat_spec', type: 'float32', shape: [1, 2, null, DEEP_FILTERED] },
];
/** What the decoders take from the encoder: bands at each of its widths. */
const WIDTHS = { e0: DEEP_BANDS, e1: DEEP_BANDS / 2, e2: DEEP_BANDS / 4, e3: DEEP_BANDS / 4 } as const;
const open = (name: string): { name: string; type: string; shape: (number | null)[] } => ({
  name,
  type: 'float32',
  shape: name === 'emb' ? [1, null, null] : [1, null, null, null],
});

/**
 * DeepFilterNet 3 (H. Schröter et al., "DeepFilterNet: Perceptually Motivated Real-Time Speech Enhancement",
 * Interspeech 2023) over whole clips of 48 kHz: a gain for each band, and for the lowest 96 bins a filter over five
 * frames, as `DfNet.forward` of its source applies them.
 */
export class DeepFilterNet {
  readonly #graphs: DeepGraphs;
  readonly #frontEnd = new DeepFrontEnd();
  readonly #most: number;
  readonly #warm: number;

  /**
   * @param mostFrames frames of one call; half a minute
   * @param warmFrames those before it that only bring the recurrent layers up to date
   * @throws RolecallError `environment` where a graph is another than its name says
   */
  constructor(graphs: DeepGraphs, name = 'deepfilternet3', mostFrames = 3_000, warmFrames = 100) {
    const { enc, erb_dec, df_dec } = graphs;
    const between = ['e0', 'e1', 'e2', 'e3', 'emb', 'c0'].map(open);
    requireShapes(`${name} (enc)`, enc, { inputs: FEATURES, outputs: between });
    requireShapes(`${name} (erb_dec)`, erb_dec, {
      inputs: ['emb', 'e3', 'e2', 'e1', 'e0'].map(open),
      outputs: [{ name: 'm', type: 'float32', shape: [1, 1, null, DEEP_BANDS] }],
    });
    requireShapes(`${name} (df_dec)`, df_dec, {
      inputs: ['emb', 'c0'].map(open),
      outputs: [{ name: 'coefs', type: 'float32', shape: [1, null, DEEP_FILTERED, 2 * ORDER] }],
    });
    this.#graphs = graphs;
    this.#most = mostFrames * DEEP_HOP;
    this.#warm = warmFrames * DEEP_HOP;
  }

  /**
   * Lowers the noise of clips of 48 kHz samples, -1 to 1. Each comes back with as many samples, in their places.
   *
   * @throws DOMException `AbortError` once `wanted` says no
   */
  async enhance(clips: readonly Float32Array[], wanted: () => boolean = () => true): Promise<Float32Array[]> {
    const enhanced: Float32Array[] = [];
    for (const clip of clips) {
      const parts = new Float32Array(clip.length);
      for (let from = 0; from < clip.length; from += this.#most) {
        if (!wanted()) throw new DOMException('No longer wanted', 'AbortError');
        const first = Math.max(0, from - this.#warm);
        const part = await this.#part(clip.subarray(first, from + this.#most + (LOOKAHEAD + 1) * DEEP_HOP));
        const length = Math.min(this.#most, clip.length - from);
        parts.set(part.subarray(from - first, from - first + length), from);
      }
      enhanced.push(parts);
    }
    return enhanced;
  }

  async #part(samples: Float32Array): Promise<Float32Array> {
    const frames = Math.ceil(samples.length / DEEP_HOP) + 1 + LOOKAHEAD;
    const spectrum = this.#frontEnd.analyse(samples, frames);
    const { gains, filters } = await this.#decide(this.#frontEnd.features(spectrum), frames);
    return this.#frontEnd.synthesise(applied(spectrum, gains, filters), samples.length);
  }

  async #decide(
    { bands, bins }: DeepFeatures,
    frames: number,
  ): Promise<{ gains: Float32Array; filters: Float32Array }> {
    const { enc, erb_dec, df_dec } = this.#graphs;
    const encoded = await enc.run({
      feat_erb: float32(ahead(bands, 1, frames, DEEP_BANDS), 1, 1, frames, DEEP_BANDS),
      feat_spec: float32(ahead(bins, 2, frames, DEEP_FILTERED), 1, 2, frames, DEEP_FILTERED),
    });
    const value = (name: keyof typeof WIDTHS | 'c0' | 'emb'): ReturnType<typeof float32> => {
      const data = encoded[name] ?? new Float32Array();
      if (name === 'emb') return float32(data, 1, frames, data.length / frames);
      const width = name === 'c0' ? DEEP_FILTERED : WIDTHS[name];
      return float32(data, 1, data.length / frames / width, frames, width);
    };
    const emb = value('emb');
    const { m } = await erb_dec.run({
      emb,
      e3: value('e3'),
      e2: value('e2'),
      e1: value('e1'),
      e0: value('e0'),
    });
    const { coefs } = await df_dec.run({ emb, c0: value('c0') });
    const isWhole = m?.length === frames * DEEP_BANDS && coefs?.length === frames * DEEP_FILTERED * 2 * ORDER;
    if (m !== undefined && coefs !== undefined && isWhole) return { gains: m, filters: coefs };
    throw new RolecallError({
      kind: 'environment',
      message: `The noise model gives ${m?.length ?? 0} gains and ${coefs?.length ?? 0} coefficients for ${frames} frames.`,
      remedy: 'This is another model than its name says: pull it again, then run `rolecall models check`.',
    });
  }
}

/** Rows moved to the front by the frames that the model looks ahead; what would lie beyond the end is zero. */
function ahead(rows: Float32Array, planes: number, frames: number, width: number): Float32Array {
  const moved = new Float32Array(rows.length);
  for (let plane = 0; plane < planes; plane += 1) {
    const from = plane * frames * width;
    moved.set(rows.subarray(from + LOOKAHEAD * width, from + frames * width), from);
  }
  return moved;
}

/** The gains over all bins; then, from the spectrum as it was, the filter over the lowest. */
function applied({ frames, re, im }: Spectrum, gains: Float32Array, filters: Float32Array): Spectrum {
  const [outRe, outIm] = [new Float32Array(re.length), new Float32Array(im.length)];
  for (let frame = 0; frame < frames; frame += 1) {
    const row = frame * DEEP_BINS;
    for (let band = 0, bin = 0; band < DEEP_BANDS; band += 1) {
      const gain = gains[frame * DEEP_BANDS + band] as number;
      for (const end = bin + (DEEP_BAND_WIDTHS[band] as number); bin < end; bin += 1) {
        outRe[row + bin] = (re[row + bin] as number) * gain;
        outIm[row + bin] = (im[row + bin] as number) * gain;
      }
    }
    for (let bin = 0; bin < DEEP_FILTERED; bin += 1) {
      let [sumRe, sumIm] = [0, 0];
      for (let tap = 0; tap < ORDER; tap += 1) {
        const other = frame + tap - (ORDER - 1 - LOOKAHEAD);
        if (other < 0 || other >= frames) continue;
        const at = (frame * DEEP_FILTERED + bin) * 2 * ORDER + 2 * tap;
        const [cRe, cIm] = [filters[at] as number, filters[at + 1] as number];
        const [xRe, xIm] = [re[other * DEEP_BINS + bin] as number, im[other * DEEP_BINS + bin] as number];
        sumRe += xRe * cRe - xIm * cIm;
        sumIm += xRe * cIm + xIm * cRe;
      }
      outRe[row + bin] = sumRe;
      outIm[row + bin] = sumIm;
    }
  }
  return { frames, re: outRe, im: outIm };
}

/** Bytes of a tar header and of the blocks that files are padded to. */
const BLOCK = 512;

/**
 * The graphs inside the published archive (a compressed tar), by the names of `DEEP_GRAPHS`.
 *
 * @throws RolecallError `environment` where one is missing
 */
export function unpackGraphs(
  archive: Uint8Array,
): Readonly<Record<(typeof DEEP_GRAPHS)[number], Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  try {
    const bytes = gunzipSync(archive, { maxOutputLength: 64 * 1024 * 1024 });
    for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
      const field = (from: number, length: number): string =>
        bytes.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '');
      const size = Number.parseInt(field(124, 12).trim(), 8);
      if (!Number.isInteger(size)) break;
      const name = field(0, 100).split('/').at(-1) ?? '';
      found.set(name, bytes.subarray(at + BLOCK, at + BLOCK + size));
      at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    }
  } catch {
    // What is missing is said below.
  }
  const graph = (name: string): Uint8Array => {
    const bytes = found.get(`${name}.onnx`);
    if (bytes !== undefined) return bytes;
    throw new RolecallError({
      kind: 'environment',
      message: `The noise model's archive holds no ${name}.onnx.`,
      remedy: 'Pull it again, then run `rolecall models check`.',
    });
  };
  return { enc: graph('enc'), erb_dec: graph('erb_dec'), df_dec: graph('df_dec') };
}
