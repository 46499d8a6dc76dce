import type { RecognisedAnswer, Recognising } from '../evaluation/index.ts';
import { RolecallError } from '../model/index.ts';
import {
  openRecogniser,
  type Recogniser,
  type RecogniserSettings,
  recogniserName,
  type SpokenClip,
} from '../recognition/index.ts';
import { compareRecognition } from '../validation/index.ts';

interface Waiting extends SpokenClip {
  readonly text: string;
  readonly found: (recognised: RecognisedAnswer) => void;
}

/**
 * Has a recogniser write down answers and counts the words that differ from what they should say. Clips wait until
 * one call is full. A recogniser that does not work is told of once and not asked again: what it gave before stays.
 */
export class AnswerRecogniser {
  readonly #settings: RecogniserSettings;
  readonly #signal: AbortSignal;
  #recogniser: Recogniser | null = null;
  #failure: string | null = null;
  #waiting: Waiting[] = [];

  constructor(settings: RecogniserSettings, signal: AbortSignal) {
    this.#settings = settings;
    this.#signal = signal;
  }

  /** Takes a clip; `found` is called, now or later, if it was recognised. A text without words is never asked about. */
  async add(samples: Int16Array, text: string, found: (recognised: RecognisedAnswer) => void): Promise<void> {
    const nothing = compareRecognition('', text, '');
    if (this.#failure !== null || nothing === null) return;
    if (samples.length === 0) {
      // Programs stumble over empty files.
      found({ heard: '', wordErrorRate: nothing.wordErrorRate });
      return;
    }
    this.#waiting.push({ samples, text, found });
    await this.#guarded(async () => {
      this.#recogniser ??= await openRecogniser(this.#settings);
      if (this.#waiting.length >= this.#recogniser.batch) await this.#ask(this.#recogniser);
    });
  }

  /** Recognises what still waits. */
  async finish(): Promise<Recognising> {
    await this.#guarded(async () => {
      if (this.#recogniser !== null && this.#waiting.length > 0) await this.#ask(this.#recogniser);
    });
    return { name: recogniserName(this.#settings), failure: this.#failure };
  }

  async close(): Promise<void> {
    await this.#recogniser?.close();
  }

  async #ask(recogniser: Recogniser): Promise<void> {
    const clips = this.#waiting;
    this.#waiting = [];
    const heard = await recogniser.recognise(clips, this.#signal);
    for (const [at, { text, found }] of clips.entries()) {
      const words = heard[at];
      const compared = words === undefined ? null : compareRecognition(recogniser.name, text, words);
      if (compared !== null) found({ heard: compared.text, wordErrorRate: compared.wordErrorRate });
    }
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#signal.throwIfAborted();
      if (!(error instanceof RolecallError)) throw error;
      this.#failure = error.describe();
      this.#waiting = [];
    }
  }
}
