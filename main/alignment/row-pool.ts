/** Rows taken again and again, so that a long text does not keep the garbage collector busy. */
export class RowPool {
  #rows: Float64Array[] = [];
  #taken = 0;

  reset(): void {
    this.#taken = 0;
  }

  /** A row of at least so many values, whatever they hold. */
  take(width: number): Float64Array {
    let row = this.#rows[this.#taken];
    if (row === undefined || row.length < width) {
      row = new Float64Array(Math.ceil(width * 1.25));
      this.#rows[this.#taken] = row;
    }
    this.#taken += 1;
    return row;
  }
}
