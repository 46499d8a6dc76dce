import type { ReactElement } from 'react';
import type { EvaluatedSystem } from '../../engine-client/index.ts';
import { fixed, Isolated, strings } from '../../ui/index.ts';

const words = strings.evaluation;

export interface ChartRow {
  readonly label: string;
  readonly kind: 'ceiling' | 'system' | 'floor';
  readonly estimate: EvaluatedSystem['overall']['similarity'];
}

interface IntervalChartProps {
  readonly title: string;
  readonly hint?: string;
  readonly rows: readonly ChartRow[];
}

/** Means with their 95% intervals on one scale, a row each; the figures stand beside the picture. */
export function IntervalChart({ title, hint, rows }: IntervalChartProps): ReactElement | null {
  const measured = rows.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]));
  if (measured.length === 0) return null;
  const low = Math.min(0, ...measured.map((each) => each.low));
  const high = Math.max(0, ...measured.map((each) => each.high));
  const span = high - low || 1;
  const at = (value: number): string => `${(((value - low) / span) * 100).toFixed(2)}%`;
  return (
    <figure className="rc-chart" data-testid="interval-chart">
      <figcaption>
        <b>{title}</b> {hint === undefined ? null : <span className="rc-dim rc-small">{hint}</span>}
      </figcaption>
      {rows.map(({ label, kind, estimate }) => (
        <div key={`${kind} ${label}`} className="rc-chart-row" data-kind={kind}>
          <Isolated text={label} />
          <span className="rc-chart-track" aria-hidden>
            <span className="rc-chart-zero" style={{ left: at(0) }} />
            {estimate === null ? null : (
              <>
                <span
                  className="rc-chart-bar"
                  style={{
                    left: at(estimate.low),
                    width: `${((estimate.high - estimate.low) / span) * 100}%`,
                  }}
                />
                <span className="rc-chart-dot" style={{ left: at(estimate.mean) }} />
              </>
            )}
          </span>
          <span className="rc-number">{describe(estimate)}</span>
        </div>
      ))}
    </figure>
  );
}

export const describe = (estimate: ChartRow['estimate'], digits = 2): string =>
  estimate === null
    ? words.notMeasured
    : words.interval(
        signed(estimate.mean, digits),
        signed(estimate.low, digits),
        signed(estimate.high, digits),
      );

/** A figure with a real minus; what rounds to nothing has none. */
export const signed = (value: number, digits = 2): string =>
  `${Number(value.toFixed(digits)) < 0 ? '−' : ''}${fixed(Math.abs(value), digits)}`;
