import { type ReactElement, type RefObject, useEffect, useRef } from 'react';
import { strings } from '../ui/index.ts';
import { cssColour, prepareCanvas } from './canvas.ts';
import { envelope, verticalScale } from './peaks.ts';
import type { WaveformSpan } from './view.ts';

interface OverviewProps {
  readonly peaks: Int8Array;
  readonly seconds: number;
  readonly spans: readonly WaveformSpan[];
  readonly scheme: string;
  /** Positioned by the owner at each frame and scroll. */
  readonly viewport: RefObject<HTMLDivElement | null>;
  readonly playhead: RefObject<HTMLDivElement | null>;
  readonly onJump: (seconds: number) => void;
}

const STRIP = 7;

/** What is costly to find in the peaks of a long episode, kept between drawings. */
interface Shape {
  readonly peaks: Int8Array;
  readonly heights: Float32Array;
  readonly scale: number;
}

function shapeOf(peaks: Int8Array, width: number, known: Shape | null): Shape {
  if (known?.peaks === peaks && known.heights.length === width) return known;
  const scale = known?.peaks === peaks ? known.scale : verticalScale(peaks);
  return { peaks, heights: envelope(peaks, width), scale };
}

function draw(canvas: HTMLCanvasElement, props: OverviewProps, known: Shape | null): Shape | null {
  const { peaks, seconds, spans } = props;
  const surface = prepareCanvas(canvas);
  if (!surface) return known;
  const { context, width, height } = surface;
  const middle = (height - STRIP) / 2;
  const shape = shapeOf(peaks, width, known);
  context.fillStyle = cssColour(canvas, '--rc-wave');
  for (const [column, value] of shape.heights.entries()) {
    const half = Math.max(0.5, Math.min(1, value * shape.scale) * (middle - 1));
    context.fillRect(column, middle - half, 1, 2 * half);
  }
  for (const span of spans) {
    context.fillStyle = span.colour;
    const left = (span.start / seconds) * width;
    context.fillRect(
      left,
      height - STRIP,
      Math.max(1, ((span.end - span.start) / seconds) * width),
      STRIP - 2,
    );
  }
  return shape;
}

/** The whole episode at a glance: its loudness, who speaks where, what is in view and what plays. */
export function Overview(props: OverviewProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shape = useRef<Shape | null>(null);
  const { peaks, seconds, spans, scheme, viewport, playhead, onJump } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `scheme` changes the colours that are read from the page
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const redraw = (): void => {
      shape.current = draw(element, props, shape.current);
    };
    redraw();
    const observer = new ResizeObserver(redraw);
    observer.observe(element);
    return () => observer.disconnect();
  }, [peaks, seconds, spans, scheme]);
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
}
