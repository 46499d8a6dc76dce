import { RolecallError } from '../main/model/errors.ts';

/** Samples of a frame, 10 ms at 48 kHz. */
const FRAME = 480;
/** Frames that what comes out lags behind what went in. */
const LAG = 2;
/** The model hears numbers of the size of 16-bit samples. */
const SCALE = 32_768;
/** Frames between two looks at whether the work is still wanted. */
const LOOK_EVERY = 2_000;

interface Memory {
  readonly buffer: ArrayBuffer;
}
type Values = Readonly<Record<string, unknown>>;

/** The part of WebAssembly that is used: Node has it, its types leave it to the browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, (...values: number[]) => unknown>>>>,
  ) => { readonly exports: Values };
  readonly Memory: new () => Memory;
};

/** What the compiled module is called inside: its tools shorten all names. */
interface Exports {
  readonly memory: Memory;
  readonly start: () => void;
  readonly create: (model: number) => number;
  readonly destroy: (state: number) => void;
  readonly process: (state: number, output: number, input: number) => number;
  readonly allocate: (bytes: number) => number;
}

/**
 * RNNoise (J.-M. Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech Enhancement", MMSP 2018),
 * run from the bytes of its WebAssembly module. Each clip starts from silence: what comes of it depends on nothing
 * but its own samples.
 */
export class Rnnoise {
  readonly #exports: Exports;
  readonly #frame: number;

  /** @throws RolecallError `environment` where the bytes are another module */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    try {
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
        a: {
          // Nothing grows: one state and one frame are a fraction of what the module begins with.
          a: () => 0,
          b: (to: number, from: number, length: number) => {
            new Uint8Array(this.#exports.memory.buffer).copyWithin(to, from, from + length);
          },
        },
      });
      this.#exports = named(exports);
      this.#exports.start();
      this.#frame = this.#exports.allocate(FRAME * Float32Array.BYTES_PER_ELEMENT);
    } catch (cause) {
      throw new RolecallError({
        kind: 'environment',
        message: `RNNoise cannot be started (${cause instanceof Error ? cause.message : cause}).`,
        remedy: 'Run `rolecall models check`: it says whether the file is whole.',
        cause,
      });
    }
  }

  /**
   * Lowers the noise of clips of 48 kHz samples, -1 to 1. Each comes back with as many samples, in their places: the
   * model's lag is taken out.
   *
   * @throws DOMException `AbortError` once `wanted` says no
   */
  async enhance(clips: readonly Float32Array[], wanted: () => boolean = () => true): Promise<Float32Array[]> {
    return clips.map((clip) => this.#one(clip, wanted));
  }

  #one(clip: Float32Array, wanted: () => boolean): Float32Array {
    const { memory, create, destroy, process } = this.#exports;
    const enhanced = new Float32Array(clip.length);
    const state = create(0);
    try {
      const frames = Math.ceil(clip.length / FRAME) + LAG;
      for (let frame = 0; frame < frames; frame += 1) {
        if (frame % LOOK_EVERY === 0 && !wanted()) throw new DOMException('No longer wanted', 'AbortError');
        // A view lasts only as long as the memory is not grown.
        const view = new Float32Array(memory.buffer, this.#frame, FRAME);
        for (let at = 0, from = frame * FRAME; at < FRAME; at += 1) {
          const sample = clip[from + at] ?? 0;
          view[at] = Number.isFinite(sample) ? sample * SCALE : 0;
        }
        process(state, this.#frame, this.#frame);
        if (frame < LAG) continue;
        const to = (frame - LAG) * FRAME;
        const length = Math.min(FRAME, clip.length - to);
        for (let at = 0; at < length; at += 1) enhanced[to + at] = (view[at] as number) / SCALE;
      }
    } finally {
      destroy(state);
    }
    return enhanced;
  }
}

/** The module's exports under the names of RNNoise's own source. */
function named(exports: Values): Exports {
  const call = (name: string): ((...values: number[]) => number) => {
    const found = exports[name];
    if (typeof found !== 'function') throw new Error(`it has no function ${name}`);
    return (...values) => Number(found(...values));
  };
  const { c: memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('it has no memory');
  const [start, create, destroy, process, allocate] = ['d', 'h', 'i', 'j', 'e'].map(call);
  if (!start || !create || !destroy || !process || !allocate) throw new Error('a function is missing');
  return { memory, start, create, destroy, process, allocate };
}
