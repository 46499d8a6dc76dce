import type { ScriptLine, ScriptScene } from '../model/text.ts';
import { separateDirections } from './directions.ts';
import { isNotASpeaker } from './labels.ts';
import { MAX_LABEL, MAX_SCRIPT_LINES, MAX_TEXT, type Warnings } from './limits.ts';
import type { PlaceFinder } from './place.ts';
import { parseLabel } from './speaker-label.ts';

export interface Turns {
  readonly lines: readonly ScriptLine[];
  readonly scenes: readonly ScriptScene[];
}

/** Gathers turns and scenes in the order that a reader meets them, and numbers them. */
export class TurnBuilder {
  readonly #lines: ScriptLine[] = [];
  readonly #scenes: ScriptScene[] = [{ scene: 0, heading: '', place: { line: 1, column: 1 } }];
  readonly #places: PlaceFinder;
  readonly #warnings: Warnings;
  #open: { label: string; offset: number; pieces: string[]; length: number } | null = null;
  #dropped = false;

  constructor(places: PlaceFinder, warnings: Warnings) {
    this.#places = places;
    this.#warnings = warnings;
  }

  /** Whether there is a turn that more text can be added to. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Whether so many lines were read that no more are. */
  get isFull(): boolean {
    return this.#dropped;
  }

  /** Whether the turn that is open has no text yet. */
  get isSilent(): boolean {
    return this.#open !== null && this.#open.pieces.length === 0;
  }

  scene(heading: string, offset: number): void {
    this.close();
    const last = this.#scenes.at(-1)!;
    const tidy = heading.replace(/\s+/g, ' ').trim().slice(0, 1000);
    const place = this.#places.at(offset);
    // A heading before anything was said names the first scene.
    if (this.#lines.length === 0 && last.scene === 0 && last.heading === '')
      this.#scenes[0] = { scene: 0, heading: tidy, place };
    else this.#scenes.push({ scene: last.scene + 1, heading: tidy, place });
  }

  speaker(label: string, text: string, offset: number): void {
    this.close();
    this.#open = { label, offset, pieces: [], length: 0 };
    this.add(text);
  }

  add(text: string): void {
    if (this.#open === null || text === '') return;
    const room = MAX_TEXT - this.#open.length;
    if (text.length > room)
      this.#warnings.add(
        `A speech of more than ${MAX_TEXT} characters was cut.`,
        this.#places.at(this.#open.offset),
      );
    if (room <= 0) return;
    this.#open.pieces.push(text.slice(0, room));
    this.#open.length += Math.min(room, text.length);
  }

  close(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    const { label, directions } = parseLabel(open.label.slice(0, MAX_LABEL * 2));
    const spoken = separateDirections(open.pieces.join(' '));
    if (spoken.text === '' || label === '' || isNotASpeaker(label)) return;
    if (this.#lines.length >= MAX_SCRIPT_LINES) {
      if (!this.#dropped)
        this.#warnings.add(
          `Only the first ${MAX_SCRIPT_LINES} lines were read.`,
          this.#places.at(open.offset),
        );
      this.#dropped = true;
      return;
    }
    this.#lines.push({
      ordinal: this.#lines.length + 1,
      speakerLabel: label.slice(0, MAX_LABEL),
      text: spoken.text,
      directions: [...directions, ...spoken.directions],
      scene: this.#scenes.at(-1)!.scene,
      place: this.#places.at(open.offset),
    });
  }

  finish(): Turns {
    this.close();
    return { lines: this.#lines, scenes: this.#scenes };
  }
}
