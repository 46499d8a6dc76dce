import { RolecallError } from '../model/errors.ts';
import type { Script, ScriptFormat } from '../model/text.ts';
import { looksLikeDocx, readDocx } from './docx.ts';
import { decodeText } from './encoding.ts';
import { looksLikeFountain, readFountain } from './fountain.ts';
import { readHtml } from './html.ts';
import { looksLikeJson, readJson } from './json-script.ts';
import { transcriptWeight } from './label-styles.ts';
import { MAX_SOURCE_LINES, Warnings } from './limits.ts';
import { describePlace, linesOf, PlaceFinder } from './place.ts';
import { readScreenplay, screenplayWeight } from './screenplay.ts';
import { makeLine, type SourceLine, type StyledRun } from './source-lines.ts';
import { delimiterOf, readTable } from './table.ts';
import { readTranscript } from './transcript.ts';
import type { Turns } from './turns.ts';

interface Reading {
  readonly format: ScriptFormat;
  readonly title: string | null;
  readonly turns: Turns;
  /** What a place says where nothing could be found: the first text of the file. */
  readonly firstOffset: number;
}

/**
 * Reads the bytes of a script: plain text, HTML, Fountain, screenplay layout, CSV or TSV with a header,
 * JSON lines or DOCX; known by what is in it first and by its name second.
 * @throws RolecallError `input`, with file and place, where it is no text or names no speaker.
 */
export function readScript(bytes: Uint8Array, file: string): Script {
  const warnings = new Warnings();
  let encoding = 'utf-8';
  let places: PlaceFinder;
  let reading: Reading;
  if (looksLikeDocx(bytes)) {
    const document = readDocx(bytes, file);
    places = new PlaceFinder(document.text);
    reading = {
      format: 'docx',
      title: null,
      turns: readLines(document.lines, places, warnings),
      firstOffset: document.lines[0]?.offset ?? 0,
    };
  } else {
    const decoded = decodeText(bytes, file);
    warnings.addAll(decoded.warnings);
    encoding = decoded.encoding;
    places = new PlaceFinder(decoded.text);
    reading = readText(decoded.text, file, places, warnings);
  }
  if (reading.turns.lines.length === 0) throw noSpeakers(file, describePlace(places.at(reading.firstOffset)));
  return {
    format: reading.format,
    encoding,
    title: reading.title,
    ...reading.turns,
    warnings: warnings.list(),
  };
}

function readText(text: string, file: string, places: PlaceFinder, warnings: Warnings): Reading {
  const firstOffset = text.length - text.trimStart().length;
  const without = { title: null, firstOffset };
  if (looksLikeJson(text))
    return { ...without, format: 'jsonl', turns: readJson(text, file, places, warnings) };
  const delimiter = delimiterOf(text) ?? (/\.csv$/i.test(file) ? ',' : /\.tsv$/i.test(file) ? '\t' : null);
  if (delimiter !== null)
    return { ...without, format: 'table', turns: readTable(text, file, delimiter, places, warnings) };
  if (looksLikeHtml(text)) {
    const page = readHtml(text);
    const turns = readLines(page.lines, places, warnings);
    return { format: 'html', title: page.title, turns, firstOffset: page.lines[0]?.offset ?? firstOffset };
  }
  if (looksLikeFountain(text, file)) {
    const turns = readFountain(text, places, warnings);
    if (turns.lines.length > 0) return { ...without, format: 'fountain', turns };
  }
  return { ...without, format: 'plain', turns: readLines(plainLines(text), places, warnings) };
}

/** As a transcript or as a screenplay, whichever more of the lines follow. */
function readLines(all: readonly SourceLine[], places: PlaceFinder, warnings: Warnings): Turns {
  const lines = all.slice(0, MAX_SOURCE_LINES);
  if (lines.length < all.length)
    warnings.add(
      `Only the first ${MAX_SOURCE_LINES} lines of the file were looked at.`,
      places.at(all[lines.length]!.offset),
    );
  const asScreenplay = screenplayWeight(lines) > transcriptWeight(lines);
  return asScreenplay ? readScreenplay(lines, places, warnings) : readTranscript(lines, places, warnings);
}

const looksLikeHtml = (text: string): boolean =>
  /<(?:!doctype|html|head|body|p|br|b|strong|div|span|font|table|td|pre|center)\b[^<>]{0,200}>/i.test(
    text.slice(0, 50_000),
  );

function noSpeakers(file: string, place: string): RolecallError {
  return new RolecallError({
    kind: 'input',
    message: 'No speaker names were found in this script.',
    remedy: 'Give a script that names who speaks, for example "ROSS: Hello." on a line of its own.',
    file,
    place,
  });
}

const TAB = 8;

/** Lines of plain text; `**NAME:**` of Markdown counts as bold, a tab as indentation or as the end of a cell. */
function plainLines(text: string): SourceLine[] {
  const lines: SourceLine[] = [];
  let paragraph = true;
  for (const line of linesOf(text)) {
    const bare = line.text.trim();
    if (bare === '') {
      paragraph = true;
      continue;
    }
    if (lines.length > MAX_SOURCE_LINES) break;
    const before = line.text.length - line.text.trimStart().length;
    const indent = line.text.slice(0, Math.min(before, 200)).replaceAll('\t', ' '.repeat(TAB)).length;
    const about = { paragraph, heading: /^#{1,6} /.test(bare), centred: false, indent };
    const made = makeLine(markdownRuns(bare.replace(/^#{1,6} /, ''), line.start + before), about);
    if (made !== null) lines.push(made);
    paragraph = false;
  }
  return lines;
}

function markdownRuns(text: string, offset: number): StyledRun[] {
  const plain = { strong: false, italic: false };
  const bold = /^(\*\*|__)([^*_]{1,80})\1(:?)/.exec(text);
  if (bold === null) return [{ text, ...plain, offset }];
  return [
    { text: bold[2]! + bold[3]!, strong: true, italic: false, offset: offset + 2 },
    { text: text.slice(bold[0].length).replace(/\*\*/g, ''), ...plain, offset: offset + bold[0].length },
  ];
}
