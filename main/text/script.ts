import { RolecallError } from '../model/errors.ts';
import type { Script } from '../model/text.ts';
import { decodeText } from './encoding.ts';
import { readHtml } from './html.ts';
import { Warnings } from './limits.ts';
import { describePlace, linesOf, PlaceFinder } from './place.ts';
import { makeLine, type SourceLine } from './source-lines.ts';
import { readTranscript } from './transcript.ts';

/**
 * Reads the bytes of a script, known by what is in it first and by its name second.
 * @throws RolecallError `input`, with file and place, where it is no text or names no speaker.
 */
export function readScript(bytes: Uint8Array, file: string): Script {
  const { text, encoding, warnings: remarks } = decodeText(bytes, file);
  const warnings = new Warnings();
  warnings.addAll(remarks);
  const isHtml = looksLikeHtml(text);
  const page = isHtml ? readHtml(text) : { title: null, lines: plainLines(text) };
  const turns = readTranscript(page.lines, new PlaceFinder(text), warnings);
  if (turns.lines.length === 0)
    throw noSpeakers(
      file,
      page.lines[0] === undefined ? 'line 1' : describePlace(new PlaceFinder(text).at(page.lines[0].offset)),
    );
  return {
    format: isHtml ? 'html' : 'plain',
    encoding,
    title: page.title,
    ...turns,
    warnings: warnings.list(),
  };
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

function plainLines(text: string): SourceLine[] {
  const lines: SourceLine[] = [];
  let paragraph = true;
  for (const line of linesOf(text)) {
    const bare = line.text.trim();
    if (bare === '') {
      paragraph = true;
      continue;
    }
    const indent = line.text.length - line.text.trimStart().length;
    const made = makeLine([{ text: bare, strong: false, italic: false, offset: line.start + indent }], {
      paragraph,
      heading: false,
      centred: false,
      indent,
    });
    if (made !== null) lines.push(made);
    paragraph = false;
  }
  return lines;
}
