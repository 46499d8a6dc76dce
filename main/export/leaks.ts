import { type Dataset, rowKey } from './dataset.ts';
import { Fingerprinter } from './fingerprint.ts';
import { LOOKUP_PHASES, SoundIndex } from './leak-sound.ts';
import { TextIndex, wordsOf } from './leak-text.ts';
import { SPLITS, type Split } from './splits.ts';

/** What the leak check found, in numbers of pairs and utterances. */
export interface LeakSummary {
  /** Pairs across splits that are one recording. */
  readonly sound: number;
  /** Pairs across splits with nearly the same words. */
  readonly text: number;
  /** Utterances left out for it. */
  readonly dropped: number;
  /** Whether the sound was listened to. */
  readonly heard: boolean;
}

/** The sound of one media file at 16 kHz, mono. */
export interface Sound {
  read(start: number, end: number): Promise<Float32Array>;
  close(): Promise<void>;
}
export type OpenSound = (episode: string, media: string, signal: AbortSignal) => Promise<Sound>;

/** A line as the leak check sees it. */
export interface LeakLine {
  readonly key: string;
  readonly split: Split;
  readonly text: string;
}

export interface LeakPair {
  readonly kind: 'sound' | 'text';
  readonly a: LeakLine;
  readonly b: LeakLine;
}

/** Which of two splits keeps a line that both have: the one that is tested on. */
const KEEPING: Readonly<Record<Split, number>> = { train: 0, validation: 1, test: 2 };

/**
 * Finds lines that are heard or said in more than one split: recaps, repeats, quotes. Gather all
 * lines first, with their sound where there is any; then ask for the pairs.
 */
export class LeakFinder {
  readonly #lines: LeakLine[] = [];
  readonly #texts = new TextIndex();
  readonly #sounds = new SoundIndex();
  readonly #fingerprinter = new Fingerprinter();
  /** Number of a line's clip in the sound index, and back. */
  readonly #clipOfLine = new Map<number, number>();
  readonly #lineOfClip: number[] = [];
  /** Codes at all phases of what is looked up: the lines outside the training set. */
  readonly #lookups = new Map<number, readonly Uint32Array[]>();
  readonly #pairs: LeakPair[] = [];
  readonly #byWords = new Map<string, number[]>();

  /** @param samples the line's sound at 16 kHz; null where it is not to be listened to */
  add(line: LeakLine, samples: Float32Array | null): void {
    const number = this.#lines.length;
    this.#lines.push(line);
    for (const other of this.#texts.add(line.text)) this.#report('text', other, number);
    if (samples === null) return;
    const codes = this.#fingerprinter.codes(samples);
    this.#clipOfLine.set(number, this.#sounds.add(codes));
    this.#lineOfClip.push(number);
    const words = wordsOf(line.text).join(' ');
    this.#byWords.set(words, [...(this.#byWords.get(words) ?? []), number]);
    if (line.split === 'train') return;
    const further = LOOKUP_PHASES.slice(1).map((phase) => this.#fingerprinter.codes(samples, phase));
    this.#lookups.set(number, [codes, ...further]);
  }

  /** All pairs whose splits differ, each once a kind. */
  pairs(): LeakPair[] {
    this.#sounds.build();
    for (const [number, phases] of this.#lookups) {
      const same = new Set([...this.#sounds.matches(phases)].map((clip) => this.#lineOfClip[clip] as number));
      const words = wordsOf(this.#lines[number]?.text ?? '').join(' ');
      // Short lines may share no code; where the words are the same, all places are tried.
      for (const other of (this.#byWords.get(words) ?? []).slice(0, 1000)) {
        const clip = this.#clipOfLine.get(other);
        if (other === number || same.has(other) || clip === undefined) continue;
        if (this.#differ(other, number) && this.#sounds.isSame(clip, phases)) same.add(other);
      }
      for (const other of same) {
        // Lines of two looked-up splits find each other twice.
        if (!this.#lookups.has(other) || other < number) this.#report('sound', other, number);
      }
    }
    return this.#pairs;
  }

  #report(kind: LeakPair['kind'], a: number, b: number): void {
    if (this.#differ(a, b)) {
      this.#pairs.push({ kind, a: this.#lines[a] as LeakLine, b: this.#lines[b] as LeakLine });
    }
  }

  #differ = (a: number, b: number): boolean => this.#lines[a]?.split !== this.#lines[b]?.split;
}

/** Which lines to leave out so that no pair is left: of each pair the one nearer to training. */
export function linesToDrop(pairs: readonly LeakPair[]): Set<string> {
  const drop = new Set<string>();
  // Pairs with the training set first: what is left out there may resolve the others.
  const order = [...pairs].sort((x, y) => rank(x) - rank(y));
  for (const { a, b } of order) {
    if (drop.has(a.key) || drop.has(b.key)) continue;
    drop.add(KEEPING[a.split] < KEEPING[b.split] ? a.key : b.key);
  }
  return drop;
}

const rank = ({ a, b }: LeakPair): number => Math.min(KEEPING[a.split], KEEPING[b.split]);

export interface LeakOptions {
  readonly sound?: OpenSound;
  readonly signal: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

/** Looks for leaks between the splits of a dataset, and says which rows to leave out (keys of `rowKey`). */
export async function findLeaks(
  dataset: Dataset,
  { sound, signal, onProgress }: LeakOptions,
): Promise<{ drop: ReadonlySet<string>; summary: LeakSummary; pairs: readonly LeakPair[] }> {
  const finder = new LeakFinder();
  let done = 0;
  for (const { episode, rows } of dataset.episodes()) {
    signal.throwIfAborted();
    const opened = sound === undefined ? null : await sound(episode.id, episode.media, signal);
    try {
      for (const row of rows) {
        const samples = opened === null ? null : await opened.read(row.start, row.end);
        const split = SPLITS.find((each) => each === row.split);
        if (split !== undefined) finder.add({ key: rowKey(row), split, text: row.text }, samples);
      }
    } finally {
      await opened?.close();
    }
    done += 1;
    // How many episodes follow is not known; the fraction only has to grow.
    onProgress?.(1 - 1 / (1 + done / 10));
  }
  const pairs = finder.pairs();
  const drop = linesToDrop(pairs);
  const count = (kind: LeakPair['kind']): number => pairs.filter((pair) => pair.kind === kind).length;
  const summary = {
    sound: count('sound'),
    text: count('text'),
    dropped: drop.size,
    heard: sound !== undefined,
  };
  return { drop, summary, pairs };
}
