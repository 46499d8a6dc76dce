import type { IndexRow, Manifest } from '../manifest.ts';

export interface Finding {
  /** Path inside the exported folder. */
  readonly file: string;
  readonly message: string;
}

/** What every check is given; findings are added to `findings`. */
export interface Check {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly rows: readonly IndexRow[];
  /** Files whose bytes are not the exported ones: what follows from that need not be said twice. */
  readonly unsound: ReadonlySet<string>;
  readonly findings: Finding[];
  readonly signal: AbortSignal;
}

/** Findings of one kind in one file beyond this many are only counted. */
const MOST = 20;

/** Adds findings, the first ones in full and the rest as a number. */
export class Reporter {
  readonly #findings: Finding[];
  readonly #file: string;
  #said = 0;

  constructor(check: Pick<Check, 'findings'>, file: string) {
    this.#findings = check.findings;
    this.#file = file;
  }

  say(message: string): void {
    this.#said += 1;
    if (this.#said <= MOST) this.#findings.push({ file: this.#file, message });
  }

  end(): void {
    if (this.#said > MOST) {
      this.#findings.push({ file: this.#file, message: `has ${this.#said - MOST} more such faults` });
    }
  }
}

/**
 * Compares what a format holds with the rows of the index: the same ones, in the same order unless
 * `inAnyOrder`.
 */
export function compareIds(
  check: Pick<Check, 'findings'>,
  file: string,
  found: readonly string[],
  wanted: readonly string[],
): void {
  const report = new Reporter(check, file);
  if (found.length !== wanted.length) report.say(`holds ${found.length} rows, should hold ${wanted.length}`);
  const [has, shouldHave] = [new Set(found), new Set(wanted)];
  if (has.size < found.length) report.say('holds a row twice');
  for (const id of shouldHave) if (!has.has(id)) report.say(`lacks ${id}`);
  for (const id of has) if (!shouldHave.has(id)) report.say(`holds ${id}, which is not in the dataset`);
  report.end();
}
