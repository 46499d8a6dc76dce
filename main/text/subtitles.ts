import { RolecallError } from '../model/errors.ts';
import type { Cue, ReadWarning, SubtitleFormat, Subtitles } from '../model/text.ts';
import { readAss } from './ass.ts';
import { mixedLabelOf, partsOf } from './cue-parts.ts';
import { decodeText } from './encoding.ts';
import { MAX_TEXT, Warnings } from './limits.ts';
import { stripMarkup } from './markup.ts';
import { linesOf } from './place.ts';
import { type RawCue, readBlocks } from './srt.ts';

/** How often a label in mixed case ("Ross: ...") must come before it is believed to be one. */
const MIXED_LABEL_COUNT = 3;

/**
 * Reads the bytes of a subtitle file: SRT, WebVTT or ASS/SSA, known by what is in it, not by its name.
 * @throws RolecallError `input`, with file and place, where it is not text or holds no cue.
 */
export function readSubtitles(bytes: Uint8Array, file: string): Subtitles {
  const { text, encoding, warnings: remarks } = decodeText(bytes, file);
  return { ...readSubtitleText(text, file, remarks), encoding };
}

/** As `readSubtitles`, for text that is decoded already: a track that came out of a media file. */
export function readSubtitleText(
  text: string,
  file: string,
  remarks: readonly ReadWarning[] = [],
): Subtitles {
  const warnings = new Warnings();
  warnings.addAll(remarks);
  const format = formatOf(text);
  const raw =
    format === 'ass' ? readAss(text, file, warnings) : readBlocks(linesOf(text), format === 'vtt', warnings);
  if (raw.length === 0)
    throw new RolecallError({
      kind: 'input',
      message: 'No subtitle was found: the file has no line with a start and an end time.',
      remedy: 'Choose a subtitle file in SRT, WebVTT or ASS format for this episode.',
      file,
      place: 'line 1',
    });
  const plain = raw.map((cue) => plainCue(cue, format, warnings));
  const mixedLabels = labelsInMixedCase(plain.map((cue) => cue.text));
  const cues: Cue[] = plain.map((cue, index) => ({
    ordinal: index + 1,
    start: cue.start,
    end: cue.end,
    text: cue.text,
    parts: partsOf(cue.text, { mixedLabels, cueLabel: cue.label ?? null }),
    place: { line: cue.line },
  }));
  warnOfOrder(cues, warnings);
  return { format, encoding: 'utf-8', cues, warnings: warnings.list() };
}

function formatOf(text: string): SubtitleFormat {
  const head = text.slice(0, 20_000);
  if (/^\s*WEBVTT/.test(head)) return 'vtt';
  if (
    /^\s*\[(?:Script Info|V4\+? Styles|Events)\]/im.test(head) ||
    /^Dialogue:\s*(?:Marked=)?\d+\s*,/m.test(head)
  )
    return 'ass';
  return 'srt';
}

/** Text without markup; a WebVTT voice (`<v Ross>`) becomes the speaker, or a dash and a label where there are two. */
function plainCue(cue: RawCue, format: SubtitleFormat, warnings: Warnings): RawCue {
  let voice: string | undefined;
  const voices = format === 'vtt' ? cue.text.match(/<v(?:\.[^\s>]{0,60})?\s+[^<>]{1,80}>/g) : null;
  let text = cue.text;
  if (voices !== null && voices.length > 1)
    text = text.replace(
      /<v(?:\.[^\s>]{0,60})?\s+([^<>]{1,80})>\s*(?:-\s*)?/g,
      (_, name: string) => `\n- ${name.trim().toUpperCase()}: `,
    );
  else if (voices !== null)
    voice = voices[0]
      .replace(/^<v(?:\.[^\s>]*)?\s+/, '')
      .slice(0, -1)
      .trim();
  text = stripMarkup(text);
  const lines = text.split('\n').map((line) =>
    line
      .replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g, '')
      .replace(/[^\S\n]+/g, ' ')
      .trim(),
  );
  text = lines.filter((line) => line !== '').join('\n');
  if (text.length > MAX_TEXT) {
    warnings.add(`A cue of more than ${MAX_TEXT} characters was cut.`, { line: cue.line });
    text = text.slice(0, MAX_TEXT);
  }
  const label = cue.label ?? voice;
  return label === undefined ? { ...cue, text } : { ...cue, text, label };
}

function labelsInMixedCase(texts: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const line of text.split('\n')) {
      const label = mixedLabelOf(line);
      if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  return new Set([...counts].filter(([, count]) => count >= MIXED_LABEL_COUNT).map(([label]) => label));
}

function warnOfOrder(cues: readonly Cue[], warnings: Warnings): void {
  const backwards = cues.filter((cue, index) => index > 0 && cue.start < cues[index - 1]!.start);
  const overlapping = cues.filter(
    (cue, index) => index > 0 && cue.start >= cues[index - 1]!.start && cue.start < cues[index - 1]!.end,
  );
  if (backwards.length > 0)
    warnings.add(
      `${backwards.length} cues start before the one above them; the file's order was kept.`,
      backwards[0]!.place,
    );
  if (overlapping.length > 0)
    warnings.add(
      `${overlapping.length} cues begin before the one above them has ended.`,
      overlapping[0]!.place,
    );
}
