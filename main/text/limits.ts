import type { ReadWarning, SourcePlace } from '../model/text.ts';

/** Bounds that keep a hostile file from taking the machine with it; real files stay far below. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** A Word document may hold pictures; only its text is read. */
export const MAX_DOCX_BYTES = 64 * 1024 * 1024;
export const MAX_CUES = 100_000;
export const MAX_SCRIPT_LINES = 40_000;
/** Lines of a script's page that are looked at, speech or not. */
export const MAX_SOURCE_LINES = 120_000;
/** Characters of one cue or one turn; what goes beyond is cut, with a warning. */
export const MAX_TEXT = 20_000;
/** Characters of one line of a subtitle file that are looked at. */
export const MAX_LINE = 100_000;
export const MAX_LABEL = 80;
const MAX_WARNINGS = 500;

/** Collects a reader's warnings, bounded: a broken file must not fill the memory with remarks. */
export class Warnings {
  readonly #kept: ReadWarning[] = [];
  #dropped = 0;

  add(message: string, place?: SourcePlace): void {
    if (this.#kept.length >= MAX_WARNINGS) this.#dropped += 1;
    else this.#kept.push(place === undefined ? { message } : { message, place });
  }

  addAll(warnings: readonly ReadWarning[]): void {
    for (const warning of warnings) this.add(warning.message, warning.place);
  }

  list(): readonly ReadWarning[] {
    if (this.#dropped === 0) return this.#kept;
    return [...this.#kept, { message: `${this.#dropped} more remarks of the same kinds were left out.` }];
  }
}
