import type { CuePart, PartKind } from '../model/text.ts';
import { isCapitals, isNameLike, isSoundWord } from './labels.ts';

/** All sorts of dashes that begin a speaker's line; a double hyphen is a broken-off sentence instead. */
const DASH = /^\s*(?:[-‐‑‒–—―−﹣－⁃]|&ndash;)(?![-‐–—])\s*/;
/** "- No. - Yes.": only after the end of a sentence, with a space on both sides, before a capital. */
const INNER_DASH = /([.!?…]["'”’)\]]?)\s+[-‐‑‒–—―]\s*(?=["'“‘¿¡([♪]?\p{Lu})/gu;
const MUSIC = /[♪♫♬♩]/;
const MUSIC_ALL = /[♪♫♬♩]/g;
const UPPER_LABEL =
  /^(?:>>\s*)?(\p{Lu}[\p{Lu}\p{N} .,'’&#/-]{0,40}?(?:\s?\([^()]{1,30}\))?)\s*[:：](?:\s+|$)/u;
const MIXED_LABEL =
  /^(\p{Lu}[\p{L}\p{N}.'’-]*(?: (?:of|the|and|de|&|\p{Lu}[\p{L}\p{N}.'’-]*|\p{N}+|\([^()]{1,30}\))){0,4})\s*[:：]\s+(?=\S)/u;
const BRACKETED_LABEL = /^[[(]([^[\]()]{1,40})[\])]\s*:?\s*(?=\S)/;
const WHOLLY_BRACKETED = /^(?:[[(][^[\]()]*[\])]\s*)+$/;
const BRACKETED = /[[(][^[\]()]{0,400}[\])]/g;

export interface PartOptions {
  /** Labels in mixed case ("Ross: ...") that the file uses often enough to be believed. */
  readonly mixedLabels: ReadonlySet<string>;
  /** Speaker that the format names for the whole cue. */
  readonly cueLabel: string | null;
}

/** The shares of a cue's text: one, or one for each dash where speakers answer each other. */
export function splitSpeakers(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return [];
  const dashed = lines.map((line) => DASH.test(line));
  const shares: string[] = [];
  const count = dashed.filter(Boolean).length;
  const split = count >= 2 || (count === 1 && !dashed[0] && answers(lines, dashed.indexOf(true)));
  for (const [index, line] of lines.entries()) {
    const plain = dashed[index] && (split || index === 0) ? line.replace(DASH, '') : line;
    if (shares.length === 0 || (split && dashed[index])) shares.push(plain);
    else shares[shares.length - 1] += ` ${plain}`;
  }
  if (shares.length === 1 && dashed[0])
    return shares[0]!
      .replace(INNER_DASH, '$1\n')
      .split('\n')
      .map((share) => share.trim());
  return shares.map((share) => share.trim());
}

/** One dash on a later line begins an answer only where the line before it ended. */
function answers(lines: readonly string[], at: number): boolean {
  return /[.!?…"”'’)\]♪]$/.test(lines[at - 1]!) && /^\s*\S\s*["'“‘¿¡([♪<]?[\p{Lu}\p{N}]/u.test(lines[at]!);
}

/** The parts of a cue, from 0: who (if the subtitle says), what kind, and the plain text. */
export function partsOf(text: string, options: PartOptions): CuePart[] {
  const shares = splitSpeakers(splitAtLabels(text, options));
  return shares.map((share, part) => ({ part, ...readShare(share, options) }));
}

/** Lines that begin with a name in capitals are other speakers even without a dash. */
function splitAtLabels(text: string, options: PartOptions): string {
  const lines = text.split('\n');
  if (lines.filter((line) => labelAt(line.trim().replace(DASH, ''), options) !== null).length < 2)
    return text;
  return lines
    .map((line) => (DASH.test(line) || labelAt(line.trim(), options) === null ? line : `- ${line}`))
    .join('\n');
}

function labelAt(
  text: string,
  options: PartOptions,
): { readonly label: string; readonly length: number } | null {
  const upper = UPPER_LABEL.exec(text);
  if (upper !== null && isCapitals(upper[1]!) && isNameLike(upper[1]!))
    return { label: upper[1]!.trim(), length: upper[0].length };
  const mixed = MIXED_LABEL.exec(text);
  if (mixed !== null && options.mixedLabels.has(mixed[1]!.toLowerCase()))
    return { label: mixed[1]!, length: mixed[0].length };
  const bracketed = BRACKETED_LABEL.exec(text);
  if (bracketed !== null && isBracketedName(bracketed[1]!))
    return { label: bracketed[1]!.trim(), length: bracketed[0].length };
  return null;
}

/** "[Ross]" names a speaker, "[door slams]" and "[SIGHS]" do not. */
function isBracketedName(inside: string): boolean {
  const words = inside.trim().split(/\s+/);
  if (words.length > 3 || words.some(isSoundWord)) return false;
  return isNameLike(inside) && words.every((word) => /^\p{Lu}|^(?:of|the|and|&|\d+|#\d+)$/u.test(word));
}

/** Candidates for labels in mixed case, to be counted over the whole file. */
export function mixedLabelOf(text: string): string | null {
  const match = MIXED_LABEL.exec(text.replace(DASH, ''));
  return match !== null && isNameLike(match[1]!) ? match[1]!.toLowerCase() : null;
}

function readShare(
  share: string,
  options: PartOptions,
): { text: string; kind: PartKind; speakerLabel: string | null } {
  const music = MUSIC.test(share) || /^#\s.*#$/.test(share) || /^#\s/.test(share);
  const found = music ? null : labelAt(share, options);
  const spoken = found === null ? share : share.slice(found.length);
  const speakerLabel = found?.label ?? options.cueLabel;
  if (music) {
    const words = share.replace(MUSIC_ALL, ' ').replace(/^#+|#+$/g, ' ');
    return { text: tidy(words), kind: 'music', speakerLabel };
  }
  if (WHOLLY_BRACKETED.test(spoken))
    return { text: tidy(spoken.replace(/[[\]()]/g, ' ')), kind: 'sound', speakerLabel };
  const withoutSounds = tidy(spoken.replace(BRACKETED, (inside) => (isSound(inside) ? ' ' : inside)));
  return { text: withoutSounds, kind: 'speech', speakerLabel };
}

/** A remark in brackets beside speech: square ones always, round ones where they hold a sound or stand in capitals. */
function isSound(inside: string): boolean {
  if (inside.startsWith('[')) return true;
  const words = inside.slice(1, -1).trim().split(/\s+/);
  return isCapitals(inside) || words.some(isSoundWord);
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();
