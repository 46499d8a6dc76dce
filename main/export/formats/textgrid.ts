import type { EpisodeRows } from '../dataset.ts';
import { lanesOf } from '../lanes.ts';
import { perEpisode } from './per-episode.ts';
import { exactSeconds } from './times.ts';

interface Interval {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Praat's long text format: a tier a character, intervals without gaps, quotes doubled. */
function* textGrid({ episode, rows }: EpisodeRows): Generator<string> {
  const lanes = lanesOf(rows);
  const length = rows.reduce((most, row) => Math.max(most, row.end), episode.samples ?? 0);
  yield `File type = "ooTextFile"\nObject class = "TextGrid"\n\n`;
  yield `xmin = 0 \nxmax = ${exactSeconds(length)} \ntiers? <exists> \nsize = ${lanes.length} \nitem []: \n`;
  for (const [tier, lane] of lanes.entries()) {
    const intervals = withoutGaps(lane.rows, length);
    yield `    item [${tier + 1}]:\n        class = "IntervalTier" \n        name = ${quoted(lane.name)} \n`;
    yield `        xmin = 0 \n        xmax = ${exactSeconds(length)} \n        intervals: size = ${intervals.length} \n`;
    for (const [index, { start, end, text }] of intervals.entries()) {
      yield `        intervals [${index + 1}]:\n            xmin = ${exactSeconds(start)} \n` +
        `            xmax = ${exactSeconds(end)} \n            text = ${quoted(text)} \n`;
    }
  }
}

function withoutGaps(spoken: readonly Interval[], length: number): Interval[] {
  const intervals: Interval[] = [];
  let reached = 0;
  for (const { start, end, text } of spoken) {
    if (start > reached) intervals.push({ start: reached, end: start, text: '' });
    intervals.push({ start, end, text });
    reached = end;
  }
  if (reached < length) intervals.push({ start: reached, end: length, text: '' });
  return intervals;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export const textGridFormat = perEpisode(
  'textgrid',
  'TextGrid',
  'Praat TextGrid: a tier for each character',
  textGrid,
);
