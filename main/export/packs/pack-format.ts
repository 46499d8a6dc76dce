import { createHash } from 'node:crypto';
import type { Example, Turn } from './dialogues.ts';
import { type PackRow, withoutTags } from './pack-rows.ts';

/** A clip that a pack needs: spans of an episode's sound, joined in one file, seen from the pack's folder. */
export interface PackClip {
  readonly episode: string;
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  readonly file: string;
}

/** Collects the clips that examples refer to; the same sound is one file. */
export class PackClips {
  readonly #clips = new Map<string, PackClip>();

  ofRow = (row: PackRow): string => this.#file(row.episode, [row]);

  /**
   * The lines of a turn as one sound. What was said between them and is no row of ours (nobody knows by whom, say) is
   * not in it.
   */
  ofTurn({ rows }: Turn): string {
    const [first] = rows;
    if (first === undefined) throw new RangeError('A turn has at least one line');
    return this.#file(first.episode, rows);
  }

  list(): PackClip[] {
    return [...this.#clips.values()];
  }

  #file(episode: string, rows: readonly PackRow[]): string {
    const spans = rows.map(({ start, end }) => ({ start, end }));
    const mark = createHash('sha256')
      .update(JSON.stringify([episode, spans]))
      .digest('hex')
      .slice(0, 16);
    const file = `audio/${mark}.wav`;
    this.#clips.set(file, { episode, spans, file });
    return file;
  }
}

export interface PackJob {
  readonly character: string;
  readonly series: string;
  readonly examples: Iterable<Example>;
  readonly clips: PackClips;
}

/** A file of a pack: its name and its lines or whole text, made as they are asked for. */
export interface PackFile {
  readonly name: string;
  readonly parts: Iterable<string>;
}

/** A training tool's format. */
export interface PackFormat {
  readonly name: string;
  /** One line for help texts and documents. */
  readonly description: string;
  /** Where the format is published. */
  readonly published: readonly string[];
  /** `target`: one example a target line, with its context; `whole`: dialogues in pieces that share nothing. */
  readonly examples: 'target' | 'whole';
  readonly files: (job: PackJob) => PackFile[];
  /** How to train with it, in Markdown. */
  readonly usage: string;
}

/** What the model is told it is. */
export const packInstruction = (character: string, series: string): string =>
  `You are ${withoutTags(character)} of "${withoutTags(series)}". Answer as ${withoutTags(character)} would, in their words and manner.`;

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/**
 * An example as messages with `<audio>` where a clip belongs, and the clips in the order of the tags. What others
 * say is heard and read, with the speaker's name; what the character says is text.
 */
export function chatExample(
  { turns }: Example,
  job: PackJob,
): { readonly messages: ChatMessage[]; readonly audios: string[] } {
  const audios: string[] = [];
  const messages = turns.map(({ isCharacter, rows }): ChatMessage => {
    if (isCharacter)
      return { role: 'assistant', content: rows.map((row) => withoutTags(row.text)).join(' ') };
    const lines = rows.map((row) => {
      audios.push(job.clips.ofRow(row));
      return `${withoutTags(row.character)}: <audio>${withoutTags(row.text)}`;
    });
    return { role: 'user', content: lines.join('\n') };
  });
  return {
    messages: [{ role: 'system', content: packInstruction(job.character, job.series) }, ...messages],
    audios,
  };
}
