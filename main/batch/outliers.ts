/** One number of each episode and how it is told. */
export interface Measure {
  readonly name: string;
  readonly unit: '%' | 'dB' | '';
  /** Which side is worth a look. */
  readonly worse: 'low' | 'high';
  /** Differences below this are none, whatever the spread. */
  readonly least: number;
  readonly values: readonly { readonly episode: string; readonly value: number | null }[];
}

export interface Outlier {
  readonly episode: string;
  readonly measure: string;
  readonly value: number;
  readonly usual: number;
  readonly unit: Measure['unit'];
  /** Distance from the median in robust standard deviations. */
  readonly distance: number;
}

const FEWEST_EPISODES = 4;
const FAR = 3;
/** The median absolute deviation of a normal distribution is this share of its standard deviation. */
const MAD_SHARE = 0.6745;

/** Episodes that stand apart from the others, farthest first: median and median absolute deviation (Hampel). */
export function findOutliers(measures: readonly Measure[]): Outlier[] {
  return measures
    .flatMap(({ name, unit, worse, least, values }) => {
      const known = values.flatMap(({ episode, value }) => (value === null ? [] : [{ episode, value }]));
      if (known.length < FEWEST_EPISODES) return [];
      const usual = median(known.map(({ value }) => value));
      const spread = median(known.map(({ value }) => Math.abs(value - usual))) / MAD_SHARE;
      return known.flatMap(({ episode, value }): Outlier[] => {
        const away = worse === 'low' ? usual - value : value - usual;
        const distance = away / Math.max(spread, least / FAR);
        return away >= least && distance >= FAR
          ? [{ episode, measure: name, value, usual, unit, distance }]
          : [];
      });
    })
    .sort((a, b) => b.distance - a.distance);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}
