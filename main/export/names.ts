import { createHash } from 'node:crypto';

/** Names that Windows keeps for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** Bytes of UTF-8 that a name may have: room for suffixes and extensions below the usual 255. */
const LONGEST = 100;

/**
 * A name for a file or folder that every file system takes and that leads nowhere else: letters,
 * digits, `-`, `_`, `~` of any script, composed (NFC), no dots, at most 100 bytes.
 * Different texts may give the same name; `distinctNames` keeps them apart.
 */
export function safeName(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}_~-]+/gu, '_')
    .replace(/^-+/, '_');
  const cut = cutBytes(plain, LONGEST);
  if (cut === '' || /^_+$/.test(cut)) return 'unnamed';
  return RESERVED.test(cut) ? `_${cut}` : cut;
}

/**
 * A speaker's name as one token without `-`: Kaldi sorts utterances of `a-…` and `ab-…` as it sorts
 * `a` and `ab` only where every character of a name sorts after the `-` that ends it.
 */
export const safeToken = (text: string): string => safeName(text).replace(/[-~]+/g, '_');

/**
 * Names for texts, all different also where case and composition do not count. A name that several
 * texts would share gets a few digits of each text's hash, so that it depends on no order.
 */
export function distinctNames(
  texts: Iterable<string>,
  name: (text: string) => string = safeName,
): Map<string, string> {
  const unique = [...new Set(texts)].sort();
  const plain = sharing(unique, name);
  const marked = new Map(
    unique.map((text) => [
      text,
      plain.has(text) ? `${cutBytes(name(text), LONGEST - 9)}_${hash(text).slice(0, 8)}` : name(text),
    ]),
  );
  // Somebody may be called what another's mark makes; a whole hash is nobody's name.
  const again = sharing(unique, (text) => marked.get(text) as string);
  for (const text of again) marked.set(text, hash(text));
  return marked;
}

/** The texts whose name another text has too. */
function sharing(texts: readonly string[], name: (text: string) => string): Set<string> {
  const groups = Map.groupBy(texts, (text) => folded(name(text)));
  return new Set([...groups.values()].filter((group) => group.length > 1).flat());
}

/** What two names have in common on a file system that minds neither case nor composition. */
export const folded = (name: string): string => name.normalize('NFKC').toLowerCase().toUpperCase();

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    cut += character;
  }
  return cut;
}

/** Text on one line, without the control characters that would end a field or steer a terminal. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();

/** Order of bytes in UTF-8, as `LC_ALL=C sort` has it: that of code points, not of UTF-16 units. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
