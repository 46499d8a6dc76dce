import { useComputedColorScheme } from '@mantine/core';
import { type ReactElement, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { strings, styleNonce } from '../ui/index.ts';
import { cssColour } from './canvas.ts';
import { drawLane } from './lane.ts';
import { Overview } from './overview.tsx';
import { SpanPlayer } from './player.ts';
import { type WaveformSpan, WaveformView } from './view.ts';

/** What the owner of a sound stage may do with it. Seconds. */
export interface SoundHandle {
  readonly player: SpanPlayer | null;
  reveal(start: number, end: number): void;
  /** Multiplies the zoom. */
  zoomBy(factor: number): void;
}

interface SoundStageProps {
  readonly ref: React.Ref<SoundHandle>;
  /** Address of the seekable listening copy. */
  readonly address: string;
  readonly peaks: Int8Array | null;
  readonly speech: Uint8Array | null;
  readonly seconds: number;
  /** Sorted by start. */
  readonly spans: readonly WaveformSpan[];
  readonly selected: string | null;
  readonly speed: number;
  readonly onPick: (seconds: number, id: string | null) => void;
  readonly onRetime: (id: string, start: number, end: number, side: 'start' | 'end') => void;
  /** Follows the sound, up to 60 times a second: nothing slow. */
  readonly onTime: (seconds: number) => void;
}

const HEIGHT = 108;
const ZOOM = { least: 4, most: 800, first: 90 };

/** The sound of an episode: overview, zoomed waveform with regions, speech lane, and the player. */
export function SoundStage(props: SoundStageProps): ReactElement {
  const { ref, address, peaks, speech, seconds, spans, selected, speed } = props;
  const scheme = useComputedColorScheme('light');
  const [audio, setAudio] = useState<HTMLAudioElement | null>(null);
  const container = useRef<HTMLDivElement>(null);
  const lane = useRef<HTMLCanvasElement>(null);
  const viewport = useRef<HTMLDivElement>(null);
  const playhead = useRef<HTMLDivElement>(null);
  const view = useRef<WaveformView | null>(null);
  const zoom = useRef(ZOOM.first);
  const visible = useRef({ from: 0, to: 0 });
  const latest = useRef(props);
  latest.current = props;

  const player = useMemo(() => (audio ? new SpanPlayer(audio) : null), [audio]);
  useEffect(() => () => player?.destroy(), [player]);
  useEffect(() => {
    if (player) player.speed = speed;
  }, [player, speed]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme makes it anew, its colours are drawn into canvases
  useEffect(() => {
    const element = container.current;
    if (!audio || !peaks || peaks.length < 2 || seconds <= 0 || !element) return;
    const showTime = (now: number): void => {
      if (playhead.current) playhead.current.style.left = `${(now / seconds) * 100}%`;
      latest.current.onTime(now);
    };
    const made = new WaveformView({
      container: element,
      audio,
      peaks,
      seconds,
      height: HEIGHT,
      pixelsPerSecond: zoom.current,
      nonce: styleNonce(),
      label: strings.review.waveform,
      colours: {
        wave: cssColour(element, '--rc-wave'),
        played: cssColour(element, '--rc-wave-played'),
        cursor: cssColour(element, '--rc-cursor'),
        text: cssColour(element, '--mantine-color-text'),
      },
      events: {
        onView: (from, to) => {
          visible.current = { from, to };
          if (viewport.current) {
            viewport.current.style.left = `${(from / seconds) * 100}%`;
            viewport.current.style.width = `${((to - from) / seconds) * 100}%`;
          }
          if (lane.current) drawLane(lane.current, latest.current.speech, from, to);
        },
        onPick: (at, id) => latest.current.onPick(at, id),
        onTime: showTime,
        onRetime: (...change) => latest.current.onRetime(...change),
      },
    });
    view.current = made;
    made.setSpans(latest.current.spans, latest.current.selected);
    // Made anew (another theme, another episode), it shows what is selected.
    const chosen = latest.current.spans.find(({ id }) => id === latest.current.selected);
    if (chosen) made.reveal(chosen.start, chosen.end);
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [audio, peaks, seconds, scheme]);

  useEffect(() => view.current?.setSpans(spans, selected), [spans, selected]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the lane's colours
  useEffect(() => {
    if (lane.current) drawLane(lane.current, speech, visible.current.from, visible.current.to);
  }, [speech, scheme]);

  const zoomBy = (factor: number): void => {
    zoom.current = Math.min(ZOOM.most, Math.max(ZOOM.least, zoom.current * factor));
    view.current?.zoom(zoom.current);
  };
  useImperativeHandle(ref, () => ({
    player,
    reveal: (start, end) => view.current?.reveal(start, end),
    zoomBy,
  }));

  return (
    // A press into the picture leaves the focus in the list.
    <section
      className="rc-stage"
      aria-label={strings.review.waveform}
      onMouseDown={(event) => event.preventDefault()}
    >
      {/* biome-ignore lint/a11y/useMediaCaption: the list of utterances is the caption */}
      <audio ref={setAudio} data-testid="player" src={address} preload="auto" hidden />
      {peaks === null ? null : (
        <Overview
          peaks={peaks}
          seconds={seconds}
          spans={spans}
          scheme={scheme}
          viewport={viewport}
          playhead={playhead}
          onJump={(at) => {
            player?.seek(at);
            view.current?.reveal(at, at);
          }}
        />
      )}
      <div
        ref={container}
        className="rc-wave"
        data-testid="waveform"
        onWheel={(event) => {
          if (event.ctrlKey) zoomBy(event.deltaY < 0 ? 1.25 : 0.8);
        }}
      />
      <canvas ref={lane} className="rc-lane" aria-hidden />
    </section>
  );
}
