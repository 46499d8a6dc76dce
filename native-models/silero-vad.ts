import type { SpeechScores, SpeechStream } from './models.ts';
import { SPEECH_CONTEXT, SPEECH_MEMORY, SPEECH_WINDOW } from './models.ts';
import { requireShapes } from './shapes.ts';
import { float32, type Graph, int64 } from './tensors.ts';

const HALF = SPEECH_MEMORY / 2;
const WIDTH = SPEECH_CONTEXT + SPEECH_WINDOW;
const RATE = int64(16_000n);
/** Windows between two looks at whether the work is still wanted. */
const LOOK_EVERY = 16;

const usable = (sample: number): number => (Math.abs(sample) <= 8 ? sample : 0);

/**
 * Silero VAD v5 and v6 over several independent streams at once: one call of the model for each window
 * of 512 samples, one row for each stream, each with its own recurrent state and with the 64 samples
 * before the window in front of it, as the model was trained (github.com/snakers4/silero-vad, `utils_vad.py`).
 */
export class SileroVad {
  readonly #graph: Graph;

  constructor(graph: Graph, name = 'silero-vad') {
    requireShapes(name, graph, {
      inputs: [
        { name: 'input', type: 'float32', shape: [null, null] },
        { name: 'state', type: 'float32', shape: [2, null, HALF] },
        { name: 'sr', type: 'int64', shape: [] },
      ],
      outputs: [
        { name: 'output', type: 'float32', shape: [null, 1] },
        { name: 'stateN', type: 'float32', shape: [null, null, null] },
      ],
    });
    this.#graph = graph;
  }

  /**
   * Scores `rows[i]` as the continuation of `streams[i]`. Rows are whole windows and may differ in length.
   * Samples that are no numbers, or far beyond full scale, count as silence: one of them in the recurrent
   * state would spoil all that follows.
   */
  async score(
    rows: readonly Float32Array[],
    streams: readonly SpeechStream[],
    wanted: () => boolean = () => true,
  ): Promise<SpeechScores> {
    if (rows.length !== streams.length)
      throw new RangeError(`${rows.length} rows for ${streams.length} streams`);
    for (const row of rows) {
      if (row.length % SPEECH_WINDOW !== 0)
        throw new RangeError(`A row of ${row.length} samples is no whole windows`);
    }
    // Longest first, so that the rows still running are always the first ones of the batch.
    const order = rows.map((_, index) => index).sort((a, b) => rows[b]!.length - rows[a]!.length || a - b);
    const windows = order.map((index) => rows[index]!.length / SPEECH_WINDOW);
    const probabilities = rows.map((row) => new Float32Array(row.length / SPEECH_WINDOW));
    const ended: SpeechStream[] = streams.map(({ memory, context }) => ({
      memory: memory.slice(),
      context: context.slice(),
    }));

    let running = windows.filter((count) => count > 0).length;
    let state = packStates(order.slice(0, running).map((index) => ended[index]!));
    const buffer = new Float32Array(running * WIDTH);
    for (let window = 0; running > 0; window++) {
      if (window % LOOK_EVERY === 0 && !wanted()) throw new DOMException('No longer wanted', 'AbortError');
      // The same memory for every window: the model has read it when its answer is there.
      const input = buffer.subarray(0, running * WIDTH);
      for (let row = 0; row < running; row++) {
        const samples = rows[order[row]!]!;
        const { context } = ended[order[row]!]!;
        const at = row * WIDTH;
        input.set(context, at);
        for (let i = 0; i < SPEECH_WINDOW; i++)
          input[at + SPEECH_CONTEXT + i] = usable(samples[window * SPEECH_WINDOW + i]!);
        context.set(input.subarray(at + SPEECH_WINDOW, at + WIDTH));
      }
      const result = await this.#graph.run({
        input: float32(input, running, WIDTH),
        state: float32(state, 2, running, HALF),
        sr: RATE,
      });
      const output = result['output']!;
      state = result['stateN']!;
      for (let row = 0; row < running; row++) probabilities[order[row]!]![window] = output[row]!;

      const stillRunning = windows.filter((count) => count > window + 1).length;
      if (stillRunning < running) {
        for (let row = stillRunning; row < running; row++)
          unpackState(state, running, row, ended[order[row]!]!.memory);
        state = keepRows(state, running, stillRunning);
        running = stillRunning;
      }
    }
    return { probabilities, streams: ended };
  }
}

/** [2, rows, 128] from the memories of the rows. */
function packStates(streams: readonly SpeechStream[]): Float32Array {
  const packed = new Float32Array(streams.length * SPEECH_MEMORY);
  streams.forEach(({ memory }, row) => {
    packed.set(memory.subarray(0, HALF), row * HALF);
    packed.set(memory.subarray(HALF), (streams.length + row) * HALF);
  });
  return packed;
}

function unpackState(state: Float32Array, rows: number, row: number, memory: Float32Array): void {
  memory.set(state.subarray(row * HALF, (row + 1) * HALF), 0);
  memory.set(state.subarray((rows + row) * HALF, (rows + row + 1) * HALF), HALF);
}

function keepRows(state: Float32Array, rows: number, kept: number): Float32Array {
  const smaller = new Float32Array(kept * SPEECH_MEMORY);
  smaller.set(state.subarray(0, kept * HALF), 0);
  smaller.set(state.subarray(rows * HALF, (rows + kept) * HALF), kept * HALF);
  return smaller;
}
