const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

/** Seconds between two labels of a ruler, so that labels stand at least `gap` pixels apart. */
export const rulerStep = (pixelsPerSecond: number, gap = 70): number =>
  STEPS.find((step) => step * pixelsPerSecond >= gap) ?? 7200;

/** The seconds to label between `from` and `to`, both inside. */
export function rulerTicks(from: number, to: number, step: number): number[] {
  const ticks: number[] = [];
  for (let index = Math.max(0, Math.ceil(from / step - 1e-9)); index * step <= to + 1e-9; index++)
    ticks.push(Math.round(index * step * 1000) / 1000);
  return ticks;
}
