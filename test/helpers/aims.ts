/** What a benchmark's figure must be. */
export type Aim = { readonly least: number } | { readonly most: number } | { readonly under: number };

export interface Shown {
  readonly unit?: string;
  /** Digits behind the point. */
  readonly digits?: number;
  /** What else is worth saying of the figure, behind it. */
  readonly more?: string;
}

const MEASURE = 72;
const FIGURE = 12;
const AIM = 18;

/** A figure that is no number meets nothing: what could not be worked out must not pass. */
export function isMet(figure: number, aim: Aim): boolean {
  if ('least' in aim) return figure >= aim.least;
  return 'most' in aim ? figure <= aim.most : figure < aim.under;
}

export function aimText(aim: Aim, unit = ''): string {
  const [words, limit] =
    'least' in aim ? ['at least', aim.least] : 'most' in aim ? ['at most', aim.most] : ['under', aim.under];
  return `${words} ${withUnit(String(limit), unit)}`;
}

/**
 * The figures of a benchmark beside what they must be, a line of a table each
 * (`measure | figure | aim | met`, or `MISSED`), and at the end whether the benchmark failed.
 */
export class Aims {
  readonly #say: (line: string) => void;
  readonly missed: string[] = [];
  #met = 0;

  constructor(say: (line: string) => void = console.log) {
    this.#say = say;
  }

  /** A figure that has an aim. */
  judge(measure: string, figure: number, aim: Aim, { unit = '', digits = 3, more = '' }: Shown = {}): void {
    const met = isMet(figure, aim);
    if (met) this.#met += 1;
    else this.missed.push(measure.trim());
    this.#row(
      measure,
      withUnit(figure.toFixed(digits), unit),
      aimText(aim, unit),
      met ? 'met' : 'MISSED',
      more,
    );
  }

  /** A figure, or words, that nothing is asked of. */
  tell(measure: string, figure: number | string, { unit = '', digits = 3, more = '' }: Shown = {}): void {
    if (typeof figure === 'string') this.#say(`${measure.padEnd(MEASURE)} | ${figure}`);
    else this.#row(measure, withUnit(figure.toFixed(digits), unit), '', '', more);
  }

  /** Says how it ended; gives the exit code. */
  close(): number {
    const all = this.#met + this.missed.length;
    if (all === 0) this.#say('nothing that has an aim was measured');
    else if (this.missed.length === 0) this.#say(`all ${all} aims met`);
    else this.#say(`${this.missed.length} of ${all} aims MISSED: ${this.missed.join('; ')}`);
    return this.missed.length === 0 ? 0 : 1;
  }

  #row(measure: string, figure: string, aim: string, verdict: string, more: string): void {
    const cells = [measure.padEnd(MEASURE), figure.padStart(FIGURE), aim.padEnd(AIM), verdict];
    this.#say(`${cells.join(' | ')}${more === '' ? '' : `; ${more}`}`.replace(/[ |]+$/, ''));
  }
}

function withUnit(figure: string, unit: string): string {
  return unit === '' ? figure : /^[%x]/.test(unit) ? `${figure}${unit}` : `${figure} ${unit}`;
}
