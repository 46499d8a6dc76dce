export type FileRole = 'media' | 'subtitles' | 'script' | 'other';

/** What the path of one file tells. */
export interface LibraryFile {
  readonly path: string;
  /** With `/`, without one at the end; "" for the library itself. */
  readonly folder: string;
  readonly role: FileRole;
  /** Name without extension, language and marks. */
  readonly stem: string;
  /** The stem for comparing: lower case, words parted by one space. */
  readonly key: string;
  /** As `key`, with what looks like a language or mark left on: a film may be called "Learning English". */
  readonly wholeKey: string;
  /** Languages and marks that stood between stem and extension: "en", "forced". */
  readonly marks: readonly string[];
}

/** Endings of the files that a scan takes, by what they are; README.md tells them. */
export const ENDINGS = {
  media:
    'mkv mp4 m4v mov avi webm ts m2ts mpg mpeg wmv flv ogv 3gp wav flac mp3 m4a m4b aac ac3 ogg oga opus wma aif aiff mka',
  subtitles: 'srt vtt ass ssa',
  script: 'txt htm html xhtml fountain csv tsv jsonl ndjson docx',
} as const;
const endingIn = (endings: string): RegExp => new RegExp(`\\.(?:${endings.replaceAll(' ', '|')})$`, 'i');
const MEDIA = endingIn(ENDINGS.media);
const SUBTITLES = endingIn(ENDINGS.subtitles);
const SCRIPT = endingIn(ENDINGS.script);
/** Texts that lie about in libraries and are no scripts. */
const NO_SCRIPT = /^(read ?me|licen[cs]e|copying|notes?|info|credits|index|changelog)$/i;

const MARKS =
  /[._\s-]+(forced|sdh|cc|hi|default|script|transcript|subtitles?|subs|[a-z]{2,3}(?:-[a-z]{2,4})?|english|french|german|spanish|italian|japanese|portuguese)$/i;
/** Short words that end names and are no languages. */
const WORDS = new Set([
  'of',
  'the',
  'and',
  'day',
  'man',
  'end',
  'one',
  'two',
  'war',
  'old',
  'new',
  'out',
  'off',
  'up',
]);
const LANGUAGES = new Set(
  (
    'aa ab af am ar as az ba be bg bn bo bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ' +
    'ja ka kk km kn ko ky la lb lo lt lv mk ml mn mr ms mt my nb ne nl nn no pa pl ps pt ro ru sa sd si sk sl so sq sr ' +
    'sv sw ta te th tk tl tr tt uk ur uz vi yi zh zu ' +
    'ara bul cat ces cze chi zho hrv dan dut nld eng est fas fin fra fre deu ger ell gre heb hin hun isl ice ind ita ' +
    'jpn kor lav lit mac mkd may msa nor nob nno pol por ron rum rus slk slo slv spa srp swe tam tel tha tur ukr urd vie'
  ).split(' '),
);

const roleOf = (name: string): FileRole => {
  if (MEDIA.test(name)) return 'media';
  if (SUBTITLES.test(name)) return 'subtitles';
  if (!SCRIPT.test(name)) return 'other';
  return NO_SCRIPT.test(name.replace(/\.[^.]+$/, '')) ? 'other' : 'script';
};

/** Reads a path relative to the library, with `/`. */
export function readName(path: string): LibraryFile {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const role = roleOf(name);
  let stem = name.replace(/\.[^.]+$/, '');
  const wholeKey = keyOf(stem);
  const marks: string[] = [];
  if (role !== 'media') {
    for (let match = MARKS.exec(stem); match !== null && match.index > 0; match = MARKS.exec(stem)) {
      const mark = (match[1] as string).toLowerCase();
      const isShort = /^[a-z]{2,3}(-[a-z]{2,4})?$/.test(mark);
      const dotted = match[0].startsWith('.');
      const isKnown = LANGUAGES.has(mark.split('-')[0] as string) || ['sdh', 'cc', 'hi'].includes(mark);
      // "Man of the" is a name and "Man.of.it" may be one: only a known language after a dot or underscore counts.
      if (isShort && (!isKnown || WORDS.has(mark) || !(dotted || match[0].startsWith('_')))) break;
      marks.unshift(mark);
      stem = stem.slice(0, match.index);
    }
  }
  return {
    path,
    folder: slash < 0 ? '' : path.slice(0, slash),
    role,
    stem,
    key: keyOf(stem),
    wholeKey,
    marks,
  };
}

/** A name for comparing: lower case, words parted by one space. */
export const keyOf = (stem: string): string =>
  (
    stem
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');
