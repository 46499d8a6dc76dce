import { escapeHtml } from './escape.ts';
import type { Estimate } from './statistics.ts';

export interface ChartRow {
  readonly label: string;
  readonly estimate: Estimate | null;
  /** Ceiling and floor are drawn paler than systems. */
  readonly kind: 'system' | 'ceiling' | 'floor';
}

const WIDTH = 640;
const LEFT = 230;
const ROW = 26;
const COLOURS: Readonly<Record<ChartRow['kind'], string>> = {
  system: '#2b6cb0',
  ceiling: '#2f855a',
  floor: '#c05621',
};

/** Means with their 95% intervals, one a row, on a common axis: an SVG picture with a text twin for readers. */
export function intervalChart(title: string, rows: readonly ChartRow[]): string {
  const estimates = rows.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]));
  const low = Math.min(0, ...estimates.map((each) => each.low));
  const high = Math.max(0, ...estimates.map((each) => each.high));
  const span = high - low || 1;
  const x = (value: number): number => LEFT + ((value - low) / span) * (WIDTH - LEFT - 70);
  const height = rows.length * ROW + 30;
  const drawn = rows.map(({ label, estimate, kind }, at) => {
    const y = at * ROW + 18;
    const name = `<text x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${escapeHtml(shorten(label))}</text>`;
    if (estimate === null) return `${name}<text x="${LEFT}" y="${y + 4}" class="none">not measured</text>`;
    const { mean, low: from, high: to } = estimate;
    return (
      `${name}<line x1="${fixed(x(from))}" y1="${y}" x2="${fixed(x(to))}" y2="${y}" stroke="${COLOURS[kind]}" stroke-width="3"/>` +
      `<circle cx="${fixed(x(mean))}" cy="${y}" r="5" fill="${COLOURS[kind]}"/>` +
      `<text x="${fixed(x(to) + 8)}" y="${y + 4}">${mean.toFixed(2)}</text>`
    );
  });
  const spoken = rows
    .map(
      ({ label, estimate }) => `${label}: ${estimate === null ? 'not measured' : describeEstimate(estimate)}`,
    )
    .join('; ');
  return (
    `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeHtml(`${title}. ${spoken}`)}">` +
    `<line x1="${fixed(x(0))}" y1="4" x2="${fixed(x(0))}" y2="${height - 20}" stroke="#888" stroke-dasharray="2 3"/>` +
    `<text x="${fixed(x(0))}" y="${height - 6}" text-anchor="middle">0</text>${drawn.join('')}</svg>`
  );
}

export const describeEstimate = ({ mean, low, high }: Estimate): string =>
  `${mean.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;

const fixed = (value: number): string => value.toFixed(1);
const shorten = (label: string): string => (label.length > 30 ? `${label.slice(0, 29)}…` : label);
