/** A stretch of text in one style. */
export interface StyledRun {
  readonly text: string;
  /** Bold, underlined or coloured unlike the body: how sites set names apart. */
  readonly strong: boolean;
  readonly italic: boolean;
  /** Offset in the source of its first character. */
  readonly offset: number;
}

/** One line as a reader of the page would see it: what script readers of every format work on. */
export interface SourceLine {
  readonly text: string;
  readonly runs: readonly StyledRun[];
  /** Whether something more than a line break stands before it. */
  readonly paragraph: boolean;
  /** A heading, or marked as a scene by the page. */
  readonly heading: boolean;
  readonly centred: boolean;
  /** Columns of white space before the text, where white space counts. */
  readonly indent: number;
  readonly offset: number;
}

/** Characters of `line` from 0 to `length` that are strong, white space and marks not counted. */
export function strongShare(line: SourceLine, length: number): number {
  let at = 0;
  let letters = 0;
  let strong = 0;
  for (const run of line.runs) {
    if (at >= length) break;
    const count = run.text.slice(0, length - at).replace(/[^\p{L}\p{N}]/gu, '').length;
    letters += count;
    if (run.strong) strong += count;
    at += run.text.length;
  }
  return letters === 0 ? 0 : strong / letters;
}

/** Builds a line out of runs; null where they hold no text. Leading and trailing white space goes. */
export function makeLine(
  runs: readonly StyledRun[],
  about: {
    readonly paragraph: boolean;
    readonly heading: boolean;
    readonly centred: boolean;
    readonly indent?: number;
  },
): SourceLine | null {
  const merged: StyledRun[] = [];
  let endsInSpace = true;
  for (const run of runs) {
    let text = endsInSpace ? run.text.replace(/^ +/, '') : run.text;
    if (text === '') continue;
    if (/\t/.test(text)) text = text.replace(/ *\t[ \t]*/g, '\t');
    endsInSpace = /[ \t]$/.test(text);
    const last = merged.at(-1);
    if (last !== undefined && last.strong === run.strong && last.italic === run.italic)
      merged[merged.length - 1] = { ...last, text: last.text + text };
    else merged.push({ ...run, text });
  }
  while (merged.length > 0) {
    const last = merged.at(-1)!;
    const text = last.text.trimEnd();
    if (text === '') merged.pop();
    else {
      merged[merged.length - 1] = { ...last, text };
      break;
    }
  }
  if (merged.length === 0) return null;
  const text = merged.map((run) => run.text).join('');
  return {
    text,
    runs: merged,
    paragraph: about.paragraph,
    heading: about.heading,
    centred: about.centred,
    indent: about.indent ?? 0,
    offset: merged[0]!.offset,
  };
}
