/** Limits of the measures, as the product promises them. Milliseconds, megabytes. */
export const LIMITS = {
  frame: 20,
  jump: 150,
  next: 50,
  open: 2000,
  task: 50,
  memory: 500,
} as const;

export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

export const longest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);

/** Slope of the straight line through the points by least squares. */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const count = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
  const above = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const below = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return below === 0 ? 0 : above / below;
}

export const spread = (values: readonly number[]): string =>
  `median ${percentile(values, 0.5).toFixed(1)}, 95% under ${percentile(values, 0.95).toFixed(1)}, longest ${longest(values).toFixed(1)}, ${values.length} of them`;
