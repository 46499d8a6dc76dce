import { Unzip, UnzipInflate } from 'fflate';
import { Parser } from 'htmlparser2';
import { RolecallError } from '../model/errors.ts';
import { withoutDeepTags } from './depth.ts';
import { MAX_DOCX_BYTES, MAX_SOURCE_LINES, MAX_TEXT } from './limits.ts';
import { makeLine, type SourceLine, type StyledRun } from './source-lines.ts';

/** Size of the text inside that is read; a novel has 5 MB. More is a bomb or no script. */
const MAX_DOCUMENT = 8 * 1024 * 1024;
/** Packed bytes handed over at once: deflate cannot make more than a thousand times that. */
const STEP = 4096;

export const looksLikeDocx = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

export interface DocxText {
  /** The paragraphs, a line each: places count paragraphs. */
  readonly text: string;
  readonly lines: readonly SourceLine[];
}

/**
 * Reads the paragraphs of a Word document (`word/document.xml` inside the ZIP), unpacked in small
 * steps and bounded, so that an archive that lies about its sizes cannot fill the memory.
 * @throws RolecallError `input` where it is no Word document, damaged, or far too large.
 */
export function readDocx(bytes: Uint8Array, file: string): DocxText {
  if (bytes.length > MAX_DOCX_BYTES)
    throw broken(file, `The file has ${bytes.length} bytes; more than ${MAX_DOCX_BYTES} are not read.`);
  return readParagraphs(unpackDocument(bytes, file));
}

function broken(file: string, message: string, cause?: unknown): RolecallError {
  return new RolecallError({
    kind: 'input',
    message,
    remedy: 'Open it in a word processor and save it again as .docx, or as plain text.',
    file,
    place: 'word/document.xml',
    cause,
  });
}

function unpackDocument(bytes: Uint8Array, file: string): string {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let found = false;
  let ended = false;
  let failure: unknown = null;
  const unzip = new Unzip((entry) => {
    if (entry.name !== 'word/document.xml' || found) return;
    found = true;
    entry.ondata = (error, chunk, final) => {
      if (error !== null) failure = error;
      else {
        size += chunk.length;
        if (size <= MAX_DOCUMENT) chunks.push(chunk);
      }
      ended ||= final;
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && !ended && failure === null && size <= MAX_DOCUMENT; at += STEP)
      unzip.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  } catch (thrown) {
    failure = thrown;
  }
  if (size > MAX_DOCUMENT)
    throw broken(file, `The document unpacks to more than ${MAX_DOCUMENT} bytes; that is no script.`);
  if (!found)
    throw broken(
      file,
      'This ZIP archive is not a Word document: it holds no word/document.xml.',
      failure ?? undefined,
    );
  if (failure !== null || !ended)
    throw broken(file, 'The Word document is damaged or was cut short.', failure ?? undefined);
  const whole = new Uint8Array(size);
  let filled = 0;
  for (const chunk of chunks) {
    whole.set(chunk, filled);
    filled += chunk.length;
  }
  return new TextDecoder('utf-8').decode(whole);
}

function readParagraphs(source: string): DocxText {
  const xml = withoutDeepTags(source);
  const texts: string[] = [];
  const lines: SourceLine[] = [];
  let offset = 0;
  let runs: StyledRun[] = [];
  let length = 0;
  let inText = false;
  let strong = false;
  let italic = false;
  let centred = false;
  let heading = false;
  let inRun = false;
  let blank = true;
  let deleted = 0;
  const add = (text: string): void => {
    if (length > MAX_TEXT * 10 || deleted > 0) return;
    runs.push({
      text: text.replace(/[\s\u00a0]+/g, (space) => (space.includes('\t') ? '\t' : ' ')),
      strong,
      italic,
      offset: offset + length,
    });
    length += text.length;
  };
  const endLine = (paragraph: boolean): void => {
    const line = makeLine(runs, { paragraph: blank || paragraph, heading, centred });
    blank = line === null;
    if (line !== null && lines.length <= MAX_SOURCE_LINES) lines.push(line);
    texts.push(
      runs
        .map((run) => run.text)
        .join('')
        .replace(/[\r\n]/g, ' '),
    );
    offset += length + 1;
    runs = [];
    length = 0;
  };
  let afterBreak = false;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const off = /^(?:0|false|none|off)$/.test(attributes['w:val'] ?? '');
        if (name === 'w:t') inText = true;
        else if (name === 'w:r') {
          inRun = true;
          strong = false;
          italic = false;
        } else if (name === 'w:del' || name === 'w:moveFrom') deleted += 1;
        else if (inRun && (name === 'w:b' || name === 'w:u')) strong ||= !off;
        else if (inRun && name === 'w:i') italic = !off;
        else if (name === 'w:jc') centred = attributes['w:val'] === 'center';
        else if (name === 'w:pStyle') heading = /heading|title|scene/i.test(attributes['w:val'] ?? '');
        else if (name === 'w:tab' && inRun) add('\t');
        else if (name === 'w:tc' && runs.length > 0) add('\t');
        else if ((name === 'w:br' || name === 'w:cr') && inRun) {
          endLine(!afterBreak);
          afterBreak = true;
        }
      },
      onclosetag: (name) => {
        if (name === 'w:t') inText = false;
        else if (name === 'w:r') inRun = false;
        else if (name === 'w:del' || name === 'w:moveFrom') deleted = Math.max(0, deleted - 1);
        else if (name === 'w:tc') cells = Math.max(0, cells - 1);
        else if (name === 'w:tr' || (name === 'w:p' && cells === 0)) {
          endLine(!afterBreak);
          afterBreak = false;
          heading = false;
          centred = false;
        } else if (name === 'w:p') add(' ');
      },
      onopentagname: (name) => {
        if (name === 'w:tc') cells += 1;
      },
      ontext: (text) => {
        if (inText) add(text);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  let cells = 0;
  for (let at = 0; at < xml.length; at += 65_536) parser.write(xml.slice(at, at + 65_536));
  parser.end();
  endLine(true);
  return { text: texts.join('\n'), lines };
}
