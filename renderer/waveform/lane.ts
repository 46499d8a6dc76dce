import { preciseClock } from '../ui/index.ts';
import { prepareCanvas } from './canvas.ts';
import { rulerStep, rulerTicks } from './ruler.ts';
import { SPEECH_HOP } from './snap.ts';

/** Read from the page when its theme changes, not at each drawing: that would hold up a scroll. */
export interface LaneColours {
  readonly speech: string;
  readonly text: string;
}

/** Draws the lane below the waveform: speech probability as a hill, and a ruler, from second `from` to `to`. */
export function drawLane(
  canvas: HTMLCanvasElement,
  speech: Uint8Array | null,
  colours: LaneColours,
  from: number,
  to: number,
): void {
  const surface = prepareCanvas(canvas);
  if (!surface || to <= from) return;
  const { context, width, height } = surface;
  const pixelsPerSecond = width / (to - from);
  if (speech) {
    context.fillStyle = colours.speech;
    context.beginPath();
    context.moveTo(0, height);
    const windowsPerSecond = 16_000 / SPEECH_HOP;
    for (let x = 0; x <= width; x++) {
      const first = Math.floor((from + x / pixelsPerSecond) * windowsPerSecond);
      const last = Math.max(first + 1, Math.floor((from + (x + 1) / pixelsPerSecond) * windowsPerSecond));
      let highest = 0;
      for (let window = Math.max(0, first); window < last && window < speech.length; window++)
        highest = Math.max(highest, speech[window]!);
      context.lineTo(x, height - (highest / 255) * height);
    }
    context.lineTo(width, height);
    context.fill();
  }
  const step = rulerStep(pixelsPerSecond);
  context.fillStyle = colours.text;
  context.font = '10px system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (const tick of rulerTicks(from, to, step)) {
    const x = Math.round((tick - from) * pixelsPerSecond);
    context.fillRect(x, 0, 1, height);
    context.fillText(preciseClock(tick, step < 1 ? 1 : 0), x + 4, height / 2 + 1);
  }
}
