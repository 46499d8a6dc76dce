import { memo, type ReactElement, type RefObject, useEffect, useRef } from 'react';
import { strings } from '../ui/index.ts';
import { cssColour, prepareCanvas } from './canvas.ts';
import { envelope, type SoundPicture } from './peaks.ts';
import type { WaveformSpan } from './view.ts';

interface OverviewProps {
  readonly picture: SoundPicture;
  readonly seconds: number;
  readonly spans: readonly WaveformSpan[];
  readonly scheme: string;
  /** Positioned by the owner at each frame and scroll. */
  readonly viewport: RefObject<HTMLDivElement | null>;
  readonly playhead: RefObject<HTMLDivElement | null>;
  readonly onJump: (seconds: number) => void;
}

const STRIP = 7;

function draw(canvas: HTMLCanvasElement, { picture, seconds, spans }: OverviewProps): void {
  const surface = prepareCanvas(canvas);
  if (!surface) return;
  const { context, width, height } = surface;
  const middle = (height - STRIP) / 2;
  context.fillStyle = cssColour(canvas, '--rc-wave');
  for (const [column, value] of envelope(picture.loudest, width).entries()) {
    const half = Math.max(0.5, Math.min(1, value * picture.scale) * (middle - 1));
    context.fillRect(column, middle - half, 1, 2 * half);
  }
  // Of several in one column the first is seen: thousands of them would only paint over each other.
  let drawn = 0;
  for (const span of spans) {
    const left = (span.start / seconds) * width;
    const right = Math.max(left + 1, (span.end / seconds) * width);
    if (right < drawn + 1) continue;
    context.fillStyle = span.colour;
    context.fillRect(left, height - STRIP, right - left, STRIP - 2);
    drawn = right;
  }
}

/** The whole episode at a glance: its loudness, who speaks where, what is in view and what plays. */
export const Overview = memo(function Overview(props: OverviewProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { picture, seconds, spans, scheme, viewport, playhead, onJump } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `scheme` changes the colours that are read from the page
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const redraw = (): void => draw(element, props);
    // The observer's first call draws it.
    const observer = new ResizeObserver(redraw);
    observer.observe(element);
    return () => observer.disconnect();
  }, [picture, seconds, spans, scheme]);
  const jump = (event: React.PointerEvent<HTMLDivElement>): void => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    onJump(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * seconds);
  };
  return (
    <div
      className="rc-overview"
      data-testid="waveform-overview"
      role="img"
      aria-label={strings.review.overview}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        jump(event);
      }}
      onPointerMove={jump}
    >
      <canvas ref={canvas} />
      <div ref={viewport} className="rc-overview-view" />
      <div ref={playhead} className="rc-overview-playhead" />
    </div>
  );
});
