import {
  newSpeechStream,
  SPEECH_CONTEXT,
  SPEECH_WINDOW,
  type SpeechModel,
  type SpeechStream,
} from '../../native-models/index.ts';
import { cancelled } from '../model/errors.ts';
import type { SpeechActivity } from '../model/utterance.ts';

/**
 * How a stream is cut into rows that the model scores side by side. A row that begins in the middle is led in
 * by `warmUp` windows, whose answers are thrown away, because the model needs to have heard what came before:
 * on LibriSpeech and AMI speech, rows of 45 to 60 s with 6 s of lead-in agree with one window after the other on
 * more than 99.5% of all 10 ms frames once thresholded (test/speech/detect.test.ts).
 */
export interface RowPlan {
  /** Rows side by side; beyond 16 a CPU gains little. */
  readonly rows: number;
  /** Windows of one row. */
  readonly rowWindows: number;
  /** At the end of the audio: rows shorter than this are not worth their lead-in. */
  readonly leastRowWindows: number;
  readonly warmUp: number;
}

const seconds = (count: number): number => Math.round((count * 16_000) / SPEECH_WINDOW);

export const ROW_PLAN: RowPlan = {
  rows: 12,
  rowWindows: seconds(60),
  leastRowWindows: seconds(45),
  warmUp: seconds(6),
};

/** Windows that go to the model in one request: 2 s of each row, 2 MB in all. */
const REQUEST_WINDOWS = seconds(2);

export interface DetectOptions {
  readonly signal?: AbortSignal | undefined;
  readonly plan?: RowPlan;
  /** Told how many samples have been scored. */
  readonly onProgress?: (samples: number) => void;
}

/**
 * Scores a stream of 16 kHz samples for speech while it is being decoded. Holds two blocks of twelve minutes
 * (46 MB): while one is scored, the next one fills.
 */
export class SpeechDetector {
  readonly #model: SpeechModel;
  readonly #options: DetectOptions;
  readonly #plan: RowPlan;
  #block: Int16Array;
  /** The block that was scored before, to be filled again. */
  #spare: Int16Array | null = null;
  #filled = 0;
  #samples = 0;
  #scored = 0;
  #carried: SpeechStream = newSpeechStream();
  readonly #found: Float32Array[] = [];
  #running: Promise<void> = Promise.resolve();

  constructor(model: SpeechModel, options: DetectOptions = {}) {
    this.#model = model;
    this.#options = options;
    this.#plan = options.plan ?? ROW_PLAN;
    this.#block = this.#newBlock();
  }

  /** Takes samples; settles late where the model has not kept up. */
  async push(samples: Int16Array): Promise<void> {
    if (this.#options.signal?.aborted) throw cancelled();
    this.#samples += samples.length;
    for (let at = 0; at < samples.length; ) {
      const taken = Math.min(samples.length - at, this.#block.length - this.#filled);
      this.#block.set(samples.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === this.#block.length) await this.#startBlock(this.#plan.rows);
    }
  }

  /** Scores the rest; a last window that is not full is filled with silence. */
  async finish(): Promise<SpeechActivity> {
    if (this.#filled > 0) {
      const windows = Math.ceil(this.#filled / SPEECH_WINDOW);
      this.#block = this.#block.subarray(0, windows * SPEECH_WINDOW).fill(0, this.#filled);
      const { rows, leastRowWindows } = this.#plan;
      await this.#startBlock(Math.max(1, Math.min(rows, Math.floor(windows / leastRowWindows))));
    }
    await this.#running;
    const probabilities = new Float32Array(this.#scored);
    let at = 0;
    for (const part of this.#found) {
      probabilities.set(part, at);
      at += part.length;
    }
    return { probabilities, hop: SPEECH_WINDOW, samples: this.#samples };
  }

  #newBlock(): Int16Array {
    return new Int16Array(this.#plan.rows * this.#plan.rowWindows * SPEECH_WINDOW);
  }

  /** Waits for the block before, then lets this one be scored while the next one fills. */
  async #startBlock(rows: number): Promise<void> {
    const block = this.#block;
    await this.#running;
    this.#block = this.#spare ?? this.#newBlock();
    this.#spare = block;
    this.#filled = 0;
    this.#running = this.#scoreBlock(block, rows);
    // Whoever waits for it next gets the failure; until then it is not unhandled.
    this.#running.catch(() => {});
  }

  async #scoreBlock(block: Int16Array, rowCount: number): Promise<void> {
    const total = block.length / SPEECH_WINDOW;
    const { warmUp } = this.#plan;
    const firstWindow = (row: number): number => Math.floor((row * total) / rowCount);
    const rows = Array.from({ length: rowCount }, (_, row) => {
      const begin = row === 0 ? 0 : Math.max(0, firstWindow(row) - warmUp);
      return { begin, lead: firstWindow(row) - begin, windows: firstWindow(row + 1) - begin };
    });
    let streams = rows.map(({ begin }, row) => (row === 0 ? this.#carried : streamAt(block, begin)));
    const probabilities = new Float32Array(total);
    const longest = Math.max(...rows.map(({ windows }) => windows));
    for (let from = 0; from < longest; from += REQUEST_WINDOWS) {
      const inputs = rows.map(({ begin, windows }) => {
        const first = Math.min(from, windows);
        const last = Math.min(from + REQUEST_WINDOWS, windows);
        return toFloat(block.subarray((begin + first) * SPEECH_WINDOW, (begin + last) * SPEECH_WINDOW));
      });
      const scores = await this.#model.score(inputs, streams, { signal: this.#options.signal });
      streams = [...scores.streams];
      scores.probabilities.forEach((found, row) => {
        const { begin, lead } = rows[row]!;
        const dropped = Math.min(found.length, Math.max(0, lead - from));
        probabilities.set(found.subarray(dropped), begin + from + dropped);
      });
    }
    this.#carried = streams.at(-1)!;
    this.#found.push(probabilities);
    this.#scored += total;
    this.#options.onProgress?.(Math.min(this.#samples, this.#scored * SPEECH_WINDOW));
  }
}

/** A stream that begins inside a block: without memory, but with the samples before it as context. */
function streamAt(block: Int16Array, window: number): SpeechStream {
  const stream = newSpeechStream();
  const at = window * SPEECH_WINDOW;
  if (at >= SPEECH_CONTEXT) stream.context.set(toFloat(block.subarray(at - SPEECH_CONTEXT, at)));
  return stream;
}

function toFloat(samples: Int16Array): Float32Array {
  const floats = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) floats[i] = samples[i]! / 32_768;
  return floats;
}

/** Scores a whole stream of chunks: see SpeechDetector. */
export async function detectSpeech(
  chunks: AsyncIterable<Int16Array> | Iterable<Int16Array>,
  model: SpeechModel,
  options: DetectOptions = {},
): Promise<SpeechActivity> {
  const detector = new SpeechDetector(model, options);
  for await (const chunk of chunks) await detector.push(chunk);
  return detector.finish();
}
