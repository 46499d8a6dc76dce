import { useComputedColorScheme } from '@mantine/core';
import {
  memo,
  type ReactElement,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { strings, styleNonce } from '../ui/index.ts';
import { cssColour } from './canvas.ts';
import { drawLane, type LaneColours } from './lane.ts';
import { Lanes, type LanesHandle } from './lanes.tsx';
import { Overview } from './overview.tsx';
import { SpanPlayer } from './player.ts';
import { listenForScrub } from './scrub.ts';
import type { LoadSpectrogram } from './spectrogram.ts';
import type { TextLane } from './text-lanes.ts';
import { usePicture } from './use-picture.ts';
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
  /** What the subtitles and the script say, below the waveform. */
  readonly texts: readonly TextLane[];
  /** Where the spectrogram comes from; null: it is not shown. */
  readonly spectrogram: LoadSpectrogram | null;
  readonly speed: number;
  readonly onPick: (seconds: number, id: string | null) => void;
  readonly onRetime: (id: string, start: number, end: number, side: 'start' | 'end') => void;
  /** Follows the sound, up to 60 times a second: nothing slow. */
  readonly onTime: (seconds: number) => void;
}

const HEIGHT = 108;
const ZOOM = { least: 4, most: 800, first: 90 };

/** By this the tests find the element that is heard, of the two. */
const HEARD = 'player';

/** The sound of an episode: overview, zoomed waveform with regions, speech lane, and the player. */
export const SoundStage = memo(function SoundStage(props: SoundStageProps): ReactElement {
  const { ref, address, peaks, speech, seconds, spans, selected, speed } = props;
  const scheme = useComputedColorScheme('light');
  const [first, setFirst] = useState<HTMLAudioElement | null>(null);
  const [second, setSecond] = useState<HTMLAudioElement | null>(null);
  const picture = usePicture(peaks);
  const container = useRef<HTMLDivElement>(null);
  const lane = useRef<HTMLCanvasElement>(null);
  const lanes = useRef<LanesHandle>(null);
  const viewport = useRef<HTMLDivElement>(null);
  const playhead = useRef<HTMLDivElement>(null);
  const view = useRef<WaveformView | null>(null);
  const zoom = useRef(ZOOM.first);
  const visible = useRef({ from: 0, to: 0 });
  const laneColours = useRef<LaneColours>({ speech: '', text: '' });
  const latest = useRef(props);
  latest.current = props;
  const showLane = (): void => {
    const { from, to } = visible.current;
    if (lane.current) drawLane(lane.current, latest.current.speech, laneColours.current, from, to);
  };

  const player = useMemo(
    () =>
      first && second
        ? new SpanPlayer(first, second, (heard, sound) => {
            for (const each of [first, second]) {
              if (each === heard) each.dataset['testid'] = HEARD;
              else delete each.dataset['testid'];
            }
            // Of another episode: its own view will follow it.
            if (sound === latest.current.address) view.current?.setMedia(heard);
          })
        : null,
    [first, second],
  );
  useEffect(() => () => player?.destroy(), [player]);
  useEffect(() => {
    if (player) player.sound = address;
  }, [player, address]);
  useEffect(() => {
    if (player) player.speed = speed;
  }, [player, speed]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme makes it anew, its colours are drawn into canvases
  useEffect(() => {
    const element = container.current;
    if (!player || !peaks || !picture || seconds <= 0 || !element) return;
    laneColours.current = {
      speech: cssColour(element, '--rc-speech'),
      text: cssColour(element, '--rc-text-dim'),
    };
    const showTime = (now: number): void => {
      // By a transform: a new place would lay the page out anew at every frame.
      if (playhead.current) playhead.current.style.transform = `translateX(${(now / seconds) * 100}%)`;
      latest.current.onTime(now);
    };
    const make = (): WaveformView => {
      const made = new WaveformView({
        container: element,
        audio: player.element,
        peaks,
        scale: picture.scale,
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
            showLane();
            lanes.current?.show(from, to);
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
      return made;
    };
    // In a task of its own: the page was just drawn.
    let made: WaveformView | null = null;
    const soon = setTimeout(() => {
      made = make();
    });
    return () => {
      clearTimeout(soon);
      view.current = null;
      made?.destroy();
    };
  }, [player, picture, seconds, scheme]);

  useEffect(() => {
    const element = container.current;
    if (!player || !element) return;
    return listenForScrub(element, {
      timeAt: (x) => view.current?.timeAt(x) ?? 0,
      onScrub: (at) => player.scrub(at),
      onEnd: (at) => {
        player.pause();
        player.seek(at);
      },
    });
  }, [player]);

  useEffect(() => view.current?.setSpans(spans, selected), [spans, selected]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the speech arrives; a theme makes the view anew
  useEffect(showLane, [speech]);

  const zoomBy = (factor: number): void => {
    zoom.current = Math.min(ZOOM.most, Math.max(ZOOM.least, zoom.current * factor));
    view.current?.zoom(zoom.current);
  };
  const jump = useCallback(
    (at: number): void => {
      player?.seek(at);
      view.current?.reveal(at, at);
    },
    [player],
  );
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
      <audio ref={setFirst} data-testid={HEARD} preload="auto" hidden />
      {/* biome-ignore lint/a11y/useMediaCaption: what is heard next, see SpanPlayer */}
      <audio ref={setSecond} preload="auto" hidden />
      {picture === null ? null : (
        <Overview
          picture={picture}
          seconds={seconds}
          spans={spans}
          scheme={scheme}
          viewport={viewport}
          playhead={playhead}
          onJump={jump}
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
      <Lanes ref={lanes} texts={props.texts} spectrogram={props.spectrogram} scheme={scheme} />
      <canvas ref={lane} className="rc-lane" aria-hidden />
    </section>
  );
});
