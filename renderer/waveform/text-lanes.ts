import { prepareCanvas } from './canvas.ts';
import { spansBetween } from './spans.ts';

/** A piece of text with its time, in seconds. */
export interface LaneText {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One row of texts, sorted by start. */
export interface TextLane {
  readonly name: string;
  readonly texts: readonly LaneText[];
}

/** Read from the page when its theme changes, not at each drawing. */
export interface TextLaneColours {
  readonly surface: string;
  readonly box: string;
  readonly edge: string;
  readonly ink: string;
  readonly dim: string;
}

/** Texts closer together than this many pixels wide are drawn as mere marks. */
const LEAST_WIDTH = 14;
const GAP = 1;

/** Draws rows of texts, each row one lane with its name at the left, from second `from` to `to`. */
export function drawTextLanes(
  canvas: HTMLCanvasElement,
  lanes: readonly TextLane[],
  colours: TextLaneColours,
  from: number,
  to: number,
): void {
  const surface = prepareCanvas(canvas);
  if (!surface || to <= from || lanes.length === 0) return;
  const { context, width, height } = surface;
  const pixelsPerSecond = width / (to - from);
  const rowHeight = height / lanes.length;
  context.textBaseline = 'middle';
  context.font = '11px system-ui, sans-serif';
  for (const [row, { name, texts }] of lanes.entries()) {
    const top = row * rowHeight;
    const middle = top + rowHeight / 2 + 0.5;
    for (const { start, end, text } of spansBetween(texts, from, to)) {
      const left = (start - from) * pixelsPerSecond;
      const right = Math.max(left + 1, (end - from) * pixelsPerSecond - GAP);
      context.fillStyle = colours.box;
      context.fillRect(left, top + 1, right - left, rowHeight - 2);
      context.fillStyle = colours.edge;
      context.fillRect(left, top + 1, 1, rowHeight - 2);
      if (right - left < LEAST_WIDTH) continue;
      context.save();
      context.beginPath();
      context.rect(left, top, right - left, rowHeight);
      context.clip();
      context.fillStyle = colours.ink;
      // A text that began before the view is read from the edge of the view.
      context.fillText(text, Math.max(left, 0) + 4, middle);
      context.restore();
    }
    const label = context.measureText(name).width;
    context.fillStyle = colours.surface;
    context.globalAlpha = 0.85;
    context.fillRect(width - label - 8, top + 1, label + 8, rowHeight - 2);
    context.globalAlpha = 1;
    context.fillStyle = colours.dim;
    context.fillText(name, width - label - 4, middle);
  }
}
