import { parse } from 'ass-compiler';
import { isNameLike, isTitled } from './labels.ts';
import { MAX_CUES, type Warnings } from './limits.ts';
import { linesOf } from './place.ts';
import { mended, type RawCue } from './srt.ts';

interface Row {
  readonly cue: RawCue;
  readonly actor: string;
  readonly style: string;
}

const DEFAULT_FORMAT = 'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text';

/** Characters of one event: ass-compiler's time grows with the square of it where braces are unclosed. */
const LONGEST_EVENT = 20_000;

/** Styles named after what they do; any other that only some cues have may be named after who speaks. */
const WORK_STYLES =
  /default|dialog|main|sub(?:title)?s?\b|italic|bold|top|bottom|left|right|cent(?:er|re)|sign|title|song|lyric|karaoke|romaji|kanji|note|credit|narrat|caption|flashback|thought|overlap|alt(?:ernate)?|style|text|normal|standard|regular|internal|\bop\b|\bed\b|staff|screen|phone|radio|\btv\b|eng|jpn|english|\d{2,}|copy|font|white|black|yellow|green|blue|red|small|big|large/i;

/** Songs, signs on screen and credits: nobody speaks them. */
const NOT_SPEECH = /sign|song|lyric|karaoke|romaji|kanji|credit|staff|\bop\b|\bed\b|title|insert/i;

/**
 * Reads the events of an ASS or SSA file. Actor fields name speakers; where no cue has one,
 * styles do, if several look like names. Drawings are no text. In the file's order.
 */
export function readAss(text: string, _file: string, warnings: Warnings): RawCue[] {
  const rows: Row[] = [];
  let format = DEFAULT_FORMAT;
  for (const line of linesOf(text)) {
    const bare = line.text.trim();
    if (/^Format\s*:/i.test(bare) && /\btext\b/i.test(bare.slice(0, 1000))) format = bare.slice(0, 1000);
    if (!/^Dialogue\s*:/i.test(bare)) continue;
    if (rows.length >= MAX_CUES) {
      warnings.add(`Only the first ${MAX_CUES} cues were read.`, { line: line.number });
      break;
    }
    if (bare.length > LONGEST_EVENT) {
      warnings.add('A very long line was left out.', { line: line.number });
      continue;
    }
    const row = readEvent(bare, format, line.number, warnings);
    if (row !== null) rows.push(row);
  }
  return withSpeakers(rows);
}

/** One event through ass-compiler, which knows tags and drawings; one at a time, so that its line is known. */
function readEvent(line: string, format: string, number: number, warnings: Warnings): Row | null {
  try {
    const event = parse(`[Events]\n${format}\n${line}`).events.dialogue[0];
    const start = Math.round((event?.Start ?? Number.NaN) * 1000);
    const end = Math.round((event?.End ?? Number.NaN) * 1000);
    if (
      event === undefined ||
      !Number.isFinite(start) ||
      !Number.isFinite(end) ||
      typeof event.Text?.combined !== 'string'
    ) {
      warnings.add('An event could not be read and was left out.', { line: number });
      return null;
    }
    const isDrawing = event.Text.parsed.some((fragment) => fragment.drawing.length > 0);
    const text = event.Text.combined.replace(/\\[Nn]/g, '\n').replace(/\\h/g, ' ');
    if (isDrawing && text.trim() === '') return null;
    return {
      cue: { ...mended({ start, end }, number, warnings), text, line: number },
      actor: (event.Name ?? '').trim(),
      style: (event.Style ?? '').replace(/^\*/, '').trim(),
    };
  } catch {
    warnings.add('An event could not be read and was left out.', { line: number });
    return null;
  }
}

function withSpeakers(rows: readonly Row[]): RawCue[] {
  const byActor = rows.some((row) => isSpeakerField(row.actor));
  const styles = new Set(
    rows.map((row) => row.style).filter((style) => isSpeakerField(style) && !WORK_STYLES.test(style)),
  );
  const byStyle = !byActor && styles.size >= 2;
  return rows.map(({ cue, actor, style }) => {
    if (NOT_SPEECH.test(style) && !isSpeakerField(actor))
      return {
        ...cue,
        text:
          /[♪♫]/.test(cue.text) || !/song|lyric|karaoke|romaji|\bop\b|\bed\b|insert/i.test(style)
            ? cue.text
            : `♪ ${cue.text}`,
      };
    const label = byActor ? actor : byStyle && styles.has(style) ? style : '';
    return isSpeakerField(label) ? { ...cue, label } : cue;
  });
}

const isSpeakerField = (field: string): boolean =>
  field !== '' &&
  field.length <= 60 &&
  isNameLike(field) &&
  (isTitled(field) || /^\p{Ll}+$/u.test(field) || /[^\p{Lu}\p{Ll}]/u.test(field));
