/** Prints the one document of `--json`. Nothing else may go to stdout then. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

export const printLines = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};

/** Columns aligned by spaces; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const isNumber = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Names come from untrusted files: control characters would steer the terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '�');

/** Progress on stderr: one line that is rewritten on a terminal, now and then a plain line elsewhere. */
export class ProgressLine {
  private last = 0;
  private width = 0;
  private readonly isTerminal = process.stderr.isTTY === true;

  /** @param force say it now, however recent the last line is */
  show(text: string, force = false): void {
    const now = Date.now();
    const pause = this.isTerminal ? 100 : 10_000;
    if (!force && now - this.last < pause) return;
    this.last = now;
    if (!this.isTerminal) {
      process.stderr.write(`${text}\n`);
      return;
    }
    const cut = text.slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r${cut.padEnd(this.width)}`);
    this.width = cut.length;
  }

  /** Clears the line, so that what follows starts on a clean one. */
  end(): void {
    if (this.isTerminal && this.width > 0) process.stderr.write(`\r${' '.repeat(this.width)}\r`);
    this.width = 0;
  }
}

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${String(Math.floor(whole / 60) % 60).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
