import type { SpeechScores, SpeechStream } from './models.ts';
import { SPEECH_CONTEXT, SPEECH_MEMORY, SPEECH_WINDOW } from './models.ts';
import { requireShapes } from './shapes.ts';
import { SPECTRA, SPECTRUM, SPECTRUM_HOP } from './silero-graph.ts';
import { float32, type Graph } from './tensors.ts';

const HALF = SPEECH_MEMORY / 2;
const MIDDLE = SPECTRUM / 2;
/** Windows of one call, 4 s: what lies between the layers stays in the processor's cache. */
const WINDOWS = 128;

/**
 * Silero VAD v5 and v6 over a stream of 16-bit samples at 16 kHz: one probability for each window of 512 samples,
 * heard with the 64 samples before it, as the model was trained (github.com/snakers4/silero-vad, `utils_vad.py`).
 * Runs the graph of `sequenceModel`, which hears many windows at once with the answers of one after the other.
 */
export class SileroVad {
  readonly #graph: Graph;
  readonly #even = new Float32Array(WINDOWS * SPECTRA * MIDDLE);
  readonly #odd = new Float32Array(WINDOWS * SPECTRA * (MIDDLE - 1));

  /** @param graph of the bytes that `sequenceModel` made */
  constructor(graph: Graph, name = 'silero-vad') {
    requireShapes(name, graph, {
      inputs: [
        { name: 'even', type: 'float32', shape: [null, MIDDLE] },
        { name: 'odd', type: 'float32', shape: [null, MIDDLE - 1] },
        { name: 'h', type: 'float32', shape: [1, 1, HALF] },
        { name: 'c', type: 'float32', shape: [1, 1, HALF] },
      ],
      outputs: [
        { name: 'probability', type: 'float32', shape: [null, 1] },
        { name: 'hOut', type: 'float32', shape: [1, 1, HALF] },
        { name: 'cOut', type: 'float32', shape: [1, 1, HALF] },
      ],
    });
    this.#graph = graph;
  }

  /**
   * Scores whole windows as the continuation of a stream.
   *
   * @throws DOMException `AbortError` once `wanted` says no
   */
  async score(
    samples: Int16Array,
    stream: SpeechStream,
    wanted: () => boolean = () => true,
  ): Promise<SpeechScores> {
    if (samples.length % SPEECH_WINDOW !== 0)
      throw new RangeError(`${samples.length} samples are no whole windows`);
    const heard = new Int16Array(SPEECH_CONTEXT + samples.length);
    heard.set(stream.context);
    heard.set(samples, SPEECH_CONTEXT);
    const probabilities = new Float32Array(samples.length / SPEECH_WINDOW);
    let h: Float32Array = stream.memory.slice(0, HALF);
    let c: Float32Array = stream.memory.slice(HALF);
    for (let from = 0; from < probabilities.length; from += WINDOWS) {
      if (!wanted()) throw new DOMException('No longer wanted', 'AbortError');
      const windows = Math.min(WINDOWS, probabilities.length - from);
      const rows = windows * SPECTRA;
      const even = this.#even.subarray(0, rows * MIDDLE);
      const odd = this.#odd.subarray(0, rows * (MIDDLE - 1));
      foldWindows(heard, from, windows, even, odd);
      const result = await this.#graph.run({
        even: float32(even, rows, MIDDLE),
        odd: float32(odd, rows, MIDDLE - 1),
        h: float32(h, 1, 1, HALF),
        c: float32(c, 1, 1, HALF),
      });
      probabilities.set(result['probability']!, from);
      h = result['hOut']!;
      c = result['cOut']!;
    }
    const memory = new Float32Array(SPEECH_MEMORY);
    memory.set(h);
    memory.set(c, HALF);
    return { probabilities, stream: { memory, context: heard.slice(-SPEECH_CONTEXT) } };
  }
}

/**
 * The four spectra's samples of each window, folded as `sequenceModel` wants them. Behind a window of 64 + 512 samples
 * its last 64 follow once more, mirrored, as in the model's own graph; only the fourth spectrum reaches there.
 *
 * @param heard 64 samples of context, then the windows
 */
function foldWindows(
  heard: Int16Array,
  from: number,
  windows: number,
  even: Float32Array,
  odd: Float32Array,
): void {
  for (let window = 0; window < windows; window += 1) {
    const begin = (from + window) * SPEECH_WINDOW;
    const end = begin + SPEECH_CONTEXT + SPEECH_WINDOW;
    for (let spectrum = 0; spectrum < SPECTRA; spectrum += 1) {
      const first = begin + spectrum * SPECTRUM_HOP;
      const row = spectrum * windows + window;
      const evenAt = row * MIDDLE - 1;
      const oddAt = row * (MIDDLE - 1) - 1;
      const mirrored = first + SPECTRUM - end;
      let n = 1;
      for (; n <= mirrored; n += 1) {
        const a = heard[first + n]!;
        const b = heard[2 * end - 2 - first - SPECTRUM + n]!;
        even[evenAt + n] = a + b;
        odd[oddAt + n] = a - b;
      }
      for (; n < MIDDLE; n += 1) {
        const a = heard[first + n]!;
        const b = heard[first + SPECTRUM - n]!;
        even[evenAt + n] = a + b;
        odd[oddAt + n] = a - b;
      }
      even[evenAt + MIDDLE] = heard[first + MIDDLE]!;
    }
  }
}
