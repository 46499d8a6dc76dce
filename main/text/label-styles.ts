import { isCapitals, isNameLike, isNotASpeaker, isTitled } from './labels.ts';
import { type SourceLine, strongShare } from './source-lines.ts';
import { parseLabel } from './speaker-label.ts';

/** How a transcript sets a speaker apart from the speech on the same line. */
type LabelStyle = 'colon' | 'cell' | 'bold' | 'dash';

interface Found {
  readonly style: LabelStyle;
  readonly label: string;
  /** Where in the line's text the speech begins. */
  readonly speech: number;
  readonly strong: boolean;
}

const LONGEST_LABEL = 80;

/** The place of the first colon outside brackets among the first characters of a text, or -1. */
export function colonAt(text: string): number {
  let depth = 0;
  const reach = Math.min(text.length, LONGEST_LABEL + 2);
  for (let at = 0; at < reach; at += 1) {
    const character = text[at];
    if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    else if (depth <= 0 && (character === ':' || character === '：')) {
      // A time of day and an address are no label.
      return /\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? '')
        ? -1
        : text.startsWith('//', at + 1)
          ? -1
          : at;
    }
  }
  return -1;
}

function findLabel(line: SourceLine, style: LabelStyle): Found | null {
  const { text } = line;
  if (style === 'colon') {
    const colon = colonAt(text);
    if (colon < 1) return null;
    return { style, label: text.slice(0, colon), speech: colon + 1, strong: strongShare(line, colon) > 0 };
  }
  if (style === 'cell') {
    const tab = text.indexOf('\t');
    if (tab < 1 || tab > LONGEST_LABEL) return null;
    return { style, label: text.slice(0, tab).replace(/[:：]\s*$/, ''), speech: tab + 1, strong: true };
  }
  if (style === 'dash') {
    const match = /^([^-–—]{1,60}?)\s+(?:--?|–|—)\s+(?=\S)/.exec(text.slice(0, LONGEST_LABEL));
    return match === null
      ? null
      : { style, label: match[1]!, speech: match[0].length, strong: strongShare(line, match[1]!.length) > 0 };
  }
  const first = line.runs[0]!;
  if (!first.strong || first.text.length > LONGEST_LABEL) return null;
  return { style, label: first.text.replace(/[:.\s-]+$/, ''), speech: first.text.length, strong: true };
}

/** Whether a found label can be a speaker's, whatever the rest of the document says. */
function isPossible(found: Found): boolean {
  const { label } = parseLabel(found.label);
  return label !== '' && isNameLike(found.label) && !isNotASpeaker(label);
}

const keyOf = (label: string): string => parseLabel(label).label.toLowerCase();

export interface Survey {
  readonly style: LabelStyle;
  /** Lines on which the label stands, by label. */
  readonly counts: ReadonlyMap<string, number>;
  /** Lines that belong to labels used more than once. */
  readonly weight: number;
  /** Share of the labels that are set apart by their style. */
  readonly strong: number;
}

function survey(lines: readonly SourceLine[], style: LabelStyle): Survey {
  const counts = new Map<string, number>();
  let strong = 0;
  let all = 0;
  for (const line of lines) {
    const found = findLabel(line, style);
    if (found === null || !isPossible(found) || (!found.strong && !isTitled(parseLabel(found.label).label)))
      continue;
    if (style === 'dash' && !isCapitals(found.label) && !found.strong) continue;
    const key = keyOf(found.label);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    all += 1;
    if (found.strong) strong += 1;
  }
  let weight = 0;
  for (const count of counts.values()) if (count > 1) weight += count;
  return { style, counts, weight: weight === 0 ? all / 4 : weight, strong: all === 0 ? 0 : strong / all };
}

/** Lines that are looked at to see which style a document has. */
const SURVEYED = 10_000;

/** The style that the most lines follow; a colon is preferred, since other marks also occur in prose. */
export function bestSurvey(lines: readonly SourceLine[]): Survey {
  const head = lines.length > SURVEYED ? lines.slice(0, SURVEYED) : lines;
  const surveys = (['colon', 'cell', 'bold', 'dash'] as const).map((style) => survey(head, style));
  const colon = surveys[0]!;
  const most = surveys.reduce((a, b) => (b.weight > a.weight ? b : a));
  const best = colon.weight >= most.weight * 0.5 && colon.weight > 0 ? colon : most;
  return lines.length > SURVEYED ? survey(lines, best.style) : best;
}

/** Number of lines with a speaker that the best style finds: for choosing between ways to read a file. */
export function transcriptWeight(lines: readonly SourceLine[]): number {
  return bestSurvey(lines.slice(0, SURVEYED)).weight;
}

/** A speaker named on a line. */
export interface Speaker {
  readonly label: string;
  /** Where in the line's text the label begins. */
  readonly from: number;
  readonly speech: number;
}

/** The speakers named on a line: usually one at its start, sometimes more where breaks are missing. */
export function speakersOn(line: SourceLine, before: SourceLine | undefined, found: Survey): Speaker[] {
  const speakers: Speaker[] = [];
  const first = findLabel(line, found.style) ?? (found.style === 'colon' ? withoutColon(line, found) : null);
  if (first !== null && isPossible(first) && isBelieved(first, line, before, found))
    speakers.push({ label: first.label, from: 0, speech: first.speech });
  if (found.style !== 'colon' || found.strong < 0.5) return speakers;
  let at = 0;
  for (const [index, run] of line.runs.entries()) {
    const from = at;
    at += run.text.length;
    if (!run.strong || from === 0 || run.text.length > LONGEST_LABEL) continue;
    const inside = /^(.*?)\s*[:：]\s*$/.exec(run.text.trim());
    const after = inside === null ? /^\s*[:：]/.exec(line.runs[index + 1]?.text ?? '') : null;
    const label = inside?.[1] ?? (after === null ? null : run.text.trim());
    if (label === null || from < (speakers.at(-1)?.speech ?? 0)) continue;
    if (!found.counts.has(keyOf(label)) || !isNameLike(label) || !isTitled(parseLabel(label).label)) continue;
    if (!/[.!?…)\]"'”’\s-]$/.test(line.text.slice(0, from).trimEnd().slice(-1) || ' ')) continue;
    speakers.push({ label, from, speech: at + (after?.[0].length ?? 0) });
  }
  return speakers;
}

/** A bold name whose colon was forgotten or mistyped, where the name is known. */
function withoutColon(line: SourceLine, found: Survey): Found | null {
  const first = line.runs[0]!;
  if (!first.strong || !line.paragraph || line.runs.length < 2) return null;
  const label = first.text.replace(/[;.,\s-]+$/, '');
  const rest = line.text
    .slice(first.text.length)
    .replace(/^\s*[;.]/, '')
    .trim();
  const mistyped = /[;.]\s*$/.test(first.text) || /^\s*[;.]/.test(line.text.slice(first.text.length));
  if ((found.counts.get(keyOf(label)) ?? 0) < 2) return null;
  if (!mistyped && !/^[\p{Lu}(["“‘']/u.test(rest)) return null;
  const gap = /^\s*[;.]?\s*/.exec(line.text.slice(first.text.length))![0].length;
  return { style: 'colon', label, speech: first.text.length + gap, strong: true };
}

/** Whether a possible label is believed to be one here, from what the document does elsewhere. */
function isBelieved(label: Found, line: SourceLine, before: SourceLine | undefined, found: Survey): boolean {
  const count = found.counts.get(keyOf(label.label)) ?? 0;
  const titled = isTitled(parseLabel(label.label).label);
  if (label.style === 'bold')
    return count >= 2 || (titled && (line.runs.length > 1 || line.paragraph || isCapitals(label.label)));
  if (label.style === 'dash') return count >= 2 && (isCapitals(label.label) || label.strong);
  if (line.heading && count < 2) return false;
  if (label.strong) return titled || count >= 2 || label.style === 'cell' || line.paragraph;
  if (count >= 2) return true;
  if (!titled) return false;
  const fresh = line.paragraph || before === undefined || /[.!?…。！？」)\]"'”’:-]\s*$/.test(before.text);
  return found.strong > 0.5 ? line.paragraph : fresh;
}
