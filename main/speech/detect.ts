import { newSpeechStream, SPEECH_WINDOW, type SpeechModel } from '../../native-models/index.ts';
import { cancelled } from '../model/errors.ts';
import type { SpeechActivity } from '../model/utterance.ts';

/** Windows that go to the model in one request: 33 s, a megabyte. Half of that takes 5% more CPU. */
const REQUEST_WINDOWS = 1024;

export interface DetectOptions {
  readonly signal?: AbortSignal | undefined;
  /** Windows of one request; any number gives the same answers. */
  readonly requestWindows?: number;
  /** Told how many samples have been scored. */
  readonly onProgress?: (samples: number) => void;
}

/**
 * Scores a stream of 16 kHz samples for speech while it is being decoded. Holds two blocks of 33 s: while one is
 * scored, the next one fills.
 */
export class SpeechDetector {
  readonly #model: SpeechModel;
  readonly #options: DetectOptions;
  #block: Int16Array;
  /** The block that was scored before, to be filled again. */
  #spare: Int16Array;
  #filled = 0;
  #samples = 0;
  #scored = 0;
  #stream = newSpeechStream();
  readonly #found: Float32Array[] = [];
  #running: Promise<void> = Promise.resolve();

  constructor(model: SpeechModel, options: DetectOptions = {}) {
    this.#model = model;
    this.#options = options;
    const length = (options.requestWindows ?? REQUEST_WINDOWS) * SPEECH_WINDOW;
    this.#block = new Int16Array(length);
    this.#spare = new Int16Array(length);
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
      if (this.#filled === this.#block.length) await this.#startBlock(this.#filled);
    }
  }

  /** Scores the rest; a last window that is not full is filled with silence. */
  async finish(): Promise<SpeechActivity> {
    if (this.#filled > 0) {
      const length = Math.ceil(this.#filled / SPEECH_WINDOW) * SPEECH_WINDOW;
      this.#block.fill(0, this.#filled, length);
      await this.#startBlock(length);
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

  /** Waits for the block before, then lets this one be scored while the next one fills. */
  async #startBlock(length: number): Promise<void> {
    const block = this.#block;
    await this.#running;
    this.#block = this.#spare;
    this.#spare = block;
    this.#filled = 0;
    this.#running = this.#scoreBlock(block.subarray(0, length));
    // Whoever waits for it next gets the failure; until then it is not unhandled.
    this.#running.catch(() => {});
  }

  async #scoreBlock(block: Int16Array): Promise<void> {
    const { signal, onProgress } = this.#options;
    const { probabilities, stream } = await this.#model.score(block, this.#stream, { signal });
    this.#stream = stream;
    this.#found.push(probabilities);
    this.#scored += probabilities.length;
    onProgress?.(Math.min(this.#samples, this.#scored * SPEECH_WINDOW));
  }
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
