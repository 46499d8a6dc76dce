import { colonAt } from './label-styles.ts';
import { isNotASpeaker } from './labels.ts';
import type { SourceLine } from './source-lines.ts';

const SCENE_START =
  /^(?:scenes?\b|cut(?:s|ting)?\b|\w+ cut\b|int\b|ext\b|int\.|ext\.|i\/e|flash ?(?:back|forward)|time lapse|later\b|setting\b|location\b|commercial|opening|closing|ending|fade|dissolve|teaser|act \w+$|tag\b|cold open|prologue|epilogue|back (?:at|in|to)\b|meanwhile\b)/i;
/** Whether a text is brackets and what they hold, with no word outside. */
export const isWhollyBracketed = (text: string): boolean => {
  if (!/^[[(].*[\])][.!]?$/s.test(text)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0 && /[\p{L}\p{N}]/u.test(character!)) return false;
  }
  return true;
};

/** Whether a line says where or when a scene plays. */
export function isScene(line: SourceLine): boolean {
  const bracketed = /^[[(]\s*(.*)$/s.exec(line.text);
  if (bracketed !== null)
    return (isWhollyBracketed(line.text) || !/[\])]/.test(line.text)) && SCENE_START.test(bracketed[1]!);
  if (/^(?:scene|setting|location)\b[^:]{0,20}:/i.test(line.text)) return true;
  if (/^(?:INT|EXT|INT\.?\/EXT|I\/E)[.\s]/.test(line.text)) return true;
  return line.heading && SCENE_START.test(line.text) && !/credits|commercial/i.test(line.text);
}

/** "Written by: ...", "Teleplay: ...": credits, of which a paragraph holds several lines. */
export function isCredit(line: SourceLine): boolean {
  const colon = colonAt(line.text);
  const head = colon > 0 ? line.text.slice(0, colon) : line.text;
  if (colon > 0 && isNotASpeaker(head)) return true;
  return /^(?:written|directed|story|teleplay|transcribed|produced|created|transcript(?:ion)?|typed)\b.{0,30}\bby\b/i.test(
    line.text,
  );
}

/** Headings and marks that belong to nobody: "Opening Credits", "Commercial Break", "End". */
export const isMark = (line: SourceLine): boolean =>
  (line.heading && !/:/.test(line.text)) ||
  (line.text.length < 60 && isNotASpeaker(line.text.replace(/^[-*=~_\s[(]+|[-*=~_\s\])]+$/g, ''))) ||
  /^[-=*_~#\s]{3,}$/.test(line.text);

/** Whether all words of a line lean, as directions do. */
export const isAllItalic = (line: SourceLine): boolean =>
  line.runs.every((run) => run.italic || run.text.trim() === '');
