/** How right the time left was that a run told while it went on. */
export interface Estimates {
  /** Tellings after the first tenth of the run. */
  readonly count: number;
  /** Distance from the truth as a share of the whole run. */
  readonly median: number;
  readonly worst: number;
}

const TIME_LEFT = /(?:(\d+):)?(\d\d):(\d\d) left/;

/** Listens to the progress lines that `rolecall run` writes to stderr. */
export function pastEstimates(): {
  read: (text: string) => void;
  judge: (wholeSeconds: number) => Estimates;
} {
  const started = performance.now();
  const told: { at: number; left: number }[] = [];
  return {
    read(text) {
      for (const line of text.split('\n')) {
        const match = TIME_LEFT.exec(line);
        if (match === null) continue;
        const left = Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3]);
        told.push({ at: (performance.now() - started) / 1000, left });
      }
    },
    judge(wholeSeconds) {
      const errors = told
        .filter(({ at }) => at >= wholeSeconds / 10)
        .map(({ at, left }) => Math.abs(at + left - wholeSeconds) / wholeSeconds)
        .sort((a, b) => a - b);
      return { count: errors.length, median: errors[errors.length >> 1] ?? 0, worst: errors.at(-1) ?? 0 };
    },
  };
}
