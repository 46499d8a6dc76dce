/** A path that begins here, and one that a cut leads here; other moves are steps of -8 to 8 lags. */
export const FRESH = 127;
export const CUT = 126;

/**
 * Where each path of the search came from, for 1,500 windows at 18,600 lags: a byte each, a quarter of what the codes
 * of the places would take. Cuts need a code of their own, but all lags of a window come from few places, those of the
 * best paths that have ended, so that only changes are kept.
 */
export class PathOrigins {
  /** `FRESH`, `CUT` or a step in lags, at window * lags + lag. */
  readonly moves: Int8Array;
  /** For each window the lags from which on cuts come from another place, ascending, and those places. */
  readonly #cuts: { readonly lags: number[]; readonly codes: number[] }[];

  constructor(windows: number, lags: number) {
    this.moves = new Int8Array(windows * lags);
    this.#cuts = Array.from({ length: windows }, () => ({ lags: [], codes: [] }));
  }

  /** Says where the cut before a window comes from; lags must come in ascending order. */
  cutFrom(window: number, lag: number, code: number): void {
    const { lags, codes } = this.#cuts[window]!;
    if (codes.at(-1) === code) return;
    lags.push(lag);
    codes.push(code);
  }

  /** Where the cut that leads to a lag came from: the code that was told for it. */
  codeAt(window: number, lag: number): number {
    const { lags, codes } = this.#cuts[window]!;
    return codes[lags.findLastIndex((from) => from <= lag)]!;
  }
}
