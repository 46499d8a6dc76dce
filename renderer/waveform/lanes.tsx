import { memo, type ReactElement, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { cssColour } from './canvas.ts';
import { type LoadSpectrogram, Spectrogram } from './spectrogram.ts';
import { drawTextLanes, type TextLane, type TextLaneColours } from './text-lanes.ts';

export interface LanesHandle {
  /** Draws the seconds `from` to `to`; called with each scroll. */
  show(from: number, to: number): void;
}

interface LanesProps {
  readonly ref: Ref<LanesHandle>;
  readonly texts: readonly TextLane[];
  readonly spectrogram: LoadSpectrogram | null;
  /** The theme; another one has other colours. */
  readonly scheme: string;
}

/** What lies below the waveform and scrolls with it: the spectrogram where it is wanted, and what the texts say. */
export const Lanes = memo(function Lanes({ ref, texts, spectrogram, scheme }: LanesProps): ReactElement {
  const picture = useRef<HTMLCanvasElement>(null);
  const words = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<Spectrogram | null>(null);
  const colours = useRef<TextLaneColours | null>(null);
  const view = useRef({ from: 0, to: 0 });
  const drawTexts = (): void => {
    const { from, to } = view.current;
    if (words.current && colours.current) drawTextLanes(words.current, texts, colours.current, from, to);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme has other colours
  useEffect(() => {
    const element = words.current;
    if (!element) return;
    colours.current = {
      surface: cssColour(element, '--rc-surface'),
      box: cssColour(element, '--rc-raised'),
      edge: cssColour(element, '--rc-line-strong'),
      ink: cssColour(element, '--mantine-color-text'),
      dim: cssColour(element, '--rc-text-dim'),
    };
    drawTexts();
  }, [texts, scheme]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme has other colours
  useEffect(() => {
    if (!picture.current || !spectrogram) return;
    const made = new Spectrogram(picture.current, spectrogram);
    drawn.current = made;
    made.show(view.current.from, view.current.to);
    return () => {
      drawn.current = null;
      made.end();
    };
  }, [spectrogram, scheme]);
  useImperativeHandle(ref, () => ({
    show: (from, to) => {
      view.current = { from, to };
      drawn.current?.show(from, to);
      drawTexts();
    },
  }));
  return (
    <>
      {spectrogram === null ? null : (
        <canvas ref={picture} className="rc-spectrogram" data-testid="spectrogram" aria-hidden />
      )}
      <canvas ref={words} className="rc-text-lanes" data-testid="text-lanes" aria-hidden />
    </>
  );
});
