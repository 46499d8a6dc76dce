import { RolecallError } from '../model/errors.ts';
import type { ReadWarning } from '../model/text.ts';
import { guessEncoding } from './encoding-guess.ts';
import { MAX_FILE_BYTES } from './limits.ts';

export interface DecodedText {
  readonly text: string;
  /** WHATWG name, for example `utf-8`, `utf-16le`, `windows-1252`, `gbk`. */
  readonly encoding: string;
  readonly warnings: readonly ReadWarning[];
}

const SAVE_AS_TEXT = 'Open it in a text editor and save it as UTF-8 text, or choose another file.';

/** First bytes of files that are not text, with what to call them. */
const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['a ZIP archive (or an office document)', [0x50, 0x4b, 0x03, 0x04]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a Matroska or WebM video', [0x1a, 0x45, 0xdf, 0xa3]],
  ['a RIFF file (WAV or AVI)', [0x52, 0x49, 0x46, 0x46]],
  ['a gzip archive', [0x1f, 0x8b, 0x08]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21, 0x1a]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['an old Word document', [0xd0, 0xcf, 0x11, 0xe0]],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['RTF, which is not read', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
];

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

function notText(file: string, what: string): RolecallError {
  return new RolecallError({
    kind: 'input',
    message: `This is not a text file: it is ${what}.`,
    remedy: SAVE_AS_TEXT,
    file,
    place: 'line 1',
  });
}

/**
 * Decodes the bytes of a text file: byte order mark, then UTF-16 by its NUL bytes, then strict
 * UTF-8, then a guess among the older encodings (see encoding-guess.ts), which is reported.
 * @throws RolecallError `input` for an empty file, one beyond 8 MiB, or one that is not text.
 */
export function decodeText(bytes: Uint8Array, file: string): DecodedText {
  if (bytes.length > MAX_FILE_BYTES)
    throw new RolecallError({
      kind: 'input',
      message: `The file has ${bytes.length} bytes; a text of more than ${MAX_FILE_BYTES} is not read.`,
      remedy: 'Split it into episodes, or choose another file.',
      file,
      place: 'line 1',
    });
  for (const [what, signature] of SIGNATURES) if (startsWith(bytes, signature)) throw notText(file, what);
  const marked = decodeByMark(bytes);
  const decoded = marked ?? decodeUnmarked(trimTrailingNuls(bytes), file);
  return clean(decoded, file);
}

function decodeByMark(bytes: Uint8Array): DecodedText | null {
  const mark = (encoding: string, skip: number): DecodedText => {
    const text = new TextDecoder(encoding).decode(bytes.subarray(skip));
    return { text, encoding, warnings: replacementWarnings(text, encoding) };
  };
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return mark('utf-8', 3);
  if (startsWith(bytes, [0xff, 0xfe, 0x00, 0x00])) return decodeUtf32(bytes.subarray(4), true);
  if (startsWith(bytes, [0x00, 0x00, 0xfe, 0xff])) return decodeUtf32(bytes.subarray(4), false);
  if (startsWith(bytes, [0xff, 0xfe])) return mark('utf-16le', 2);
  if (startsWith(bytes, [0xfe, 0xff])) return mark('utf-16be', 2);
  return null;
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): DecodedText {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian);
    pieces.push(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
  }
  const encoding = littleEndian ? 'utf-32le' : 'utf-32be';
  const text = pieces.join('');
  return { text, encoding, warnings: replacementWarnings(text, encoding) };
}

function decodeUnmarked(bytes: Uint8Array, file: string): DecodedText {
  const wide = wideByNuls(bytes);
  if (wide !== null) {
    const text = new TextDecoder(wide).decode(bytes);
    return { text, encoding: wide, warnings: replacementWarnings(text, wide) };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // ISO-2022-JP is seven-bit: its escapes are the only sign of it.
    if (text.includes('\u001b$'))
      return { text: new TextDecoder('iso-2022-jp').decode(bytes), encoding: 'iso-2022-jp', warnings: [] };
    return { text, encoding: 'utf-8', warnings: [] };
  } catch {
    if (looksBinary(bytes)) throw notText(file, 'binary');
    return guessEncoding(bytes);
  }
}

/** Files of interrupted downloads and crashed editors end in NULs; they are no text and no sign of UTF-16. */
function trimTrailingNuls(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  // The last character of UTF-16LE ends in a NUL of its own.
  return bytes.subarray(0, Math.min(bytes.length, end + (end % 2)));
}

/**
 * Text in UTF-16 without a mark has a NUL in every ASCII character, always on the same side;
 * Chinese or Japanese text at least in its line breaks, spaces and digits.
 */
function wideByNuls(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length & ~1, 65_536);
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even += 1;
    if (bytes[at + 1] === 0) odd += 1;
  }
  const most = Math.max(even, odd);
  if (most === 0 || most < length / 2 / 25 || Math.min(even, odd) > most / 20) return null;
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  const sample = new TextDecoder(encoding).decode(bytes.subarray(0, length));
  let bad = 0;
  for (const character of sample)
    if (character === '\ufffd' || /[\p{Cc}\p{Cn}\p{Co}]/u.test(character))
      bad += /[\t\r\n\f]/.test(character) ? 0 : 1;
  return bad > sample.length / 50 ? null : encoding;
}

function looksBinary(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, 65_536);
  let controls = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at]!;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 26 && byte !== 27)
      controls += 1;
  }
  return controls > Math.max(2, length / 200);
}

function replacementWarnings(text: string, encoding: string): ReadWarning[] {
  let count = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) count += 1;
  if (count === 0) return [];
  return [{ message: `${count} characters are damaged: they are not valid ${encoding}.` }];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: stray control characters are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/g;

/** Takes out stray control characters; many of them mean that this is no text. */
function clean(decoded: DecodedText, file: string): DecodedText {
  const text = decoded.text.startsWith('\ufeff') ? decoded.text.slice(1) : decoded.text;
  if (text.trim() === '')
    throw new RolecallError({
      kind: 'input',
      message: 'The file is empty.',
      remedy: 'Choose another file, or get this one again: it may have been cut short.',
      file,
      place: 'line 1',
    });
  let controls = 0;
  let damaged = 0;
  const looked = Math.min(text.length, 200_000);
  for (let at = 0; at < looked; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && code !== 26) controls += 1;
    else if (code === 0xfffd) damaged += 1;
  }
  if (controls > Math.max(2, looked / 200) || damaged > Math.max(4, looked / 10))
    throw notText(file, 'binary');
  const cleaned = text.replace(CONTROLS, '');
  if (cleaned.length === text.length) return { ...decoded, text };
  const message = `${text.length - cleaned.length} control characters were taken out.`;
  return { ...decoded, text: cleaned, warnings: [...decoded.warnings, { message }] };
}
