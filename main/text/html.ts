import { Parser } from 'htmlparser2';
import { withoutDeepTags } from './depth.ts';
import { MAX_SOURCE_LINES, MAX_TEXT } from './limits.ts';
import { makeLine, type SourceLine, type StyledRun } from './source-lines.ts';

export interface HtmlPage {
  readonly title: string | null;
  readonly lines: readonly SourceLine[];
}

const BLOCKS = new Set(
  'p div h1 h2 h3 h4 h5 h6 ul ol dl dd dt li table tr thead tbody tfoot caption blockquote pre center hr section article header footer main aside nav form fieldset address figure figcaption body html'.split(
    ' ',
  ),
);
const HIDDEN = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'head',
  'select',
  'textarea',
  'nav',
  'iframe',
  'object',
  'svg',
  'math',
]);
const STRONG = new Set(['b', 'strong', 'u', 'th', 'dt']);
const ITALIC = new Set(['i', 'em', 'cite']);

interface Style {
  readonly tag: string;
  readonly strong: boolean;
  readonly italic: boolean;
  readonly heading: boolean;
  readonly centred: boolean;
  readonly hidden: boolean;
  readonly pre: boolean;
  readonly colour: string;
}

const PLAIN: Style = {
  tag: '',
  strong: false,
  italic: false,
  heading: false,
  centred: false,
  hidden: false,
  pre: false,
  colour: '',
};

/**
 * Reads a page into the lines that one would see, with what sets names apart: bold, underline,
 * italics, a colour unlike the rest. White space and misnested tags as browsers treat them.
 */
export function readHtml(source: string): HtmlPage {
  const builder = new PageBuilder();
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => builder.open(name, attributes, parser.startIndex),
      onclosetag: (name) => builder.close(name),
      ontext: (text) => builder.text(text, parser.startIndex),
    },
    { decodeEntities: true },
  );
  // Fed in pieces so that one endless token is never copied whole again and again.
  const bounded = withoutDeepTags(source);
  for (let at = 0; at < bounded.length && !builder.isFull; at += 65_536)
    parser.write(bounded.slice(at, at + 65_536));
  parser.end();
  return builder.finish();
}

class PageBuilder {
  readonly #lines: SourceLine[] = [];
  readonly #styles: Style[] = [];
  #style: Style = PLAIN;
  #runs: { run: StyledRun; colour: string }[] = [];
  #length = 0;
  #paragraph = true;
  #heading = false;
  #centred = false;
  #indent = 0;
  #title = '';
  #inTitle = false;
  readonly #held: {
    runs: { run: StyledRun; colour: string }[];
    paragraph: boolean;
    heading: boolean;
    centred: boolean;
    indent: number;
  }[] = [];
  readonly #colours = new Map<string, number>();

  /** Whether more lines were met than are read. */
  get isFull(): boolean {
    return this.#held.length > MAX_SOURCE_LINES;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, offset: number): void {
    if (name === 'title') this.#inTitle = true;
    if (name === 'br') {
      this.#endLine(false);
      return;
    }
    if (name === 'td' || name === 'th') this.#cell(offset);
    if (BLOCKS.has(name)) this.#endLine(true);
    this.#styles.push(this.#style);
    const css = (attributes['style'] ?? '').slice(0, 500).toLowerCase();
    const kind = (attributes['class'] ?? '').toLowerCase();
    const parent = this.#style;
    this.#style = {
      tag: name,
      strong:
        parent.strong ||
        STRONG.has(name) ||
        /font-weight:\s*(?:bold|[6-9]00)/.test(css) ||
        /\b(?:speaker|character|name)\b/.test(kind),
      italic: parent.italic || ITALIC.has(name) || /font-style:\s*italic/.test(css),
      heading: parent.heading || /^h[1-6]$/.test(name) || /\bscene|heading\b/.test(kind),
      centred:
        parent.centred ||
        name === 'center' ||
        (attributes['align'] ?? '').toLowerCase() === 'center' ||
        /text-align:\s*center/.test(css),
      hidden: parent.hidden || HIDDEN.has(name) || /display:\s*none/.test(css),
      pre: parent.pre || name === 'pre' || name === 'xmp' || /white-space:\s*pre/.test(css),
      colour: (attributes['color'] ?? /(?:^|;)\s*color:\s*([^;]{1,30})/.exec(css)?.[1] ?? parent.colour)
        .trim()
        .toLowerCase(),
    };
    if (/^h[1-6]$/.test(name)) this.#heading = true;
  }

  close(name: string): void {
    if (name === 'title') this.#inTitle = false;
    if (name === 'br') return;
    this.#style = this.#styles.pop() ?? PLAIN;
    if (BLOCKS.has(name)) this.#endLine(true);
  }

  text(text: string, offset: number): void {
    if (this.#inTitle && this.#title.length < 500) this.#title += text;
    if (this.#style.hidden) return;
    if (this.#style.pre) {
      const lines = text.split(/\r\n|\r|\n/);
      let at = offset;
      for (const [index, line] of lines.entries()) {
        if (index > 0) this.#endLine(this.#runs.length === 0);
        this.#add(line, at);
        at += line.length + 1;
      }
      return;
    }
    this.#add(text, offset);
  }

  #add(text: string, offset: number): void {
    const leading = /^\s*/.exec(text.slice(0, 1000))![0].length;
    // A no-break space indents paragraphs and separates as any other.
    const plain = text.replace(/[\s\u00a0]+/g, ' ').replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '');
    if (plain === '' || (plain === ' ' && this.#runs.length === 0)) return;
    if (this.#length > MAX_TEXT * 10) return;
    if (this.#runs.length === 0) this.#indent = this.#style.pre ? leading : 0;
    this.#length += plain.length;
    if (this.#style.heading) this.#heading = true;
    if (this.#style.centred) this.#centred = true;
    const { strong, italic, colour } = this.#style;
    this.#colours.set(colour, (this.#colours.get(colour) ?? 0) + plain.length);
    this.#runs.push({
      run: { text: plain, strong, italic, offset: offset + (plain === ' ' ? 0 : leading) },
      colour,
    });
  }

  #cell(offset: number): void {
    if (this.#runs.some(({ run }) => run.text.trim() !== ''))
      this.#runs.push({
        run: { text: '\t', strong: false, italic: false, offset },
        colour: this.#style.colour,
      });
  }

  #endLine(paragraph: boolean): void {
    // One more than is read, so that the reader notices and says so.
    if (this.#held.length <= MAX_SOURCE_LINES && this.#runs.some(({ run }) => run.text.trim() !== '')) {
      this.#held.push({
        runs: this.#runs,
        paragraph: this.#paragraph,
        heading: this.#heading,
        centred: this.#centred,
        indent: this.#indent,
      });
      this.#paragraph = paragraph;
    } else if (!paragraph && this.#runs.length === 0 && this.#held.length > 0) {
      // Two breaks in a row are seen as a blank line.
      this.#paragraph = true;
    }
    this.#paragraph ||= paragraph;
    this.#runs = [];
    this.#length = 0;
    this.#heading = false;
    this.#centred = false;
  }

  finish(): HtmlPage {
    this.#endLine(true);
    // The body's colour is the one that most of the text has; any other sets a text apart.
    let body = '';
    let most = -1;
    for (const [colour, count] of this.#colours)
      if (count > most) {
        body = colour;
        most = count;
      }
    for (const { runs, ...about } of this.#held) {
      const line = makeLine(
        runs.map(({ run, colour }) =>
          colour === body || run.text === '\t' ? run : { ...run, strong: true },
        ),
        about,
      );
      if (line !== null) this.#lines.push(line);
    }
    const title = this.#title.replace(/\s+/g, ' ').trim();
    return { title: title === '' ? null : title, lines: this.#lines };
  }
}
