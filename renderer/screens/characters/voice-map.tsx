import { Button, Checkbox, Loader, useComputedColorScheme } from '@mantine/core';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { samplesToSeconds } from '../../../main/model/index.ts';
import {
  audioAddress,
  type CharacterSummary,
  call,
  useVoiceMap,
  type VoiceMap,
} from '../../engine-client/index.ts';
import { Isolated, NOBODY_COLOUR, noticeGood, strings, useCommands } from '../../ui/index.ts';
import { playOnce, stopCompared } from '../../waveform/index.ts';
import { GiveTo } from './give-to.tsx';
import { crowdInside, isInside, nearest, type Point } from './lasso.ts';

const words = strings.characters;
const HEIGHT = 360;
const MARGIN = 14;
const REACH = 12;
const NO_POINTS: VoiceMap['points'] = [];
const NONE: readonly string[] = [];

interface VoiceMapViewProps {
  readonly series: string;
  /** The character that is looked at, whose dots alone can be taken. */
  readonly character: string;
  readonly people: readonly CharacterSummary[];
  readonly colours: ReadonlyMap<string, string>;
  readonly onChange: (work: () => Promise<unknown>) => Promise<void>;
}

/** Where a place of the map, both axes within -1 to 1, lies in the picture. */
const placeIn = (width: number, { x, y }: Point): Point => ({
  x: MARGIN + ((x + 1) / 2) * (width - 2 * MARGIN),
  y: MARGIN + ((1 - y) / 2) * (HEIGHT - 2 * MARGIN),
});

/** Every voice as a dot. Pointing plays it; a line drawn around many selects them for one character. */
export function VoiceMapView(props: VoiceMapViewProps): ReactElement {
  const { series, character, people, colours, onChange } = props;
  const map = useVoiceMap(series);
  const points = map.data?.points ?? NO_POINTS;
  const others = map.data?.others;
  const scheme = useComputedColorScheme('light');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [hovered, setHovered] = useState(-1);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  /** Those of the selection that are not drawn. */
  const [unseen, setUnseen] = useState(NONE);
  const [line, setLine] = useState<readonly Point[]>([]);
  const [only, setOnly] = useState(false);
  const count = selected.size + unseen.length;
  const mayTake = (speaker: string | null | undefined): boolean => !only || speaker === character;

  const places = useMemo(() => points.map((point) => placeIn(width, point)), [points, width]);
  useEffect(() => () => stopCompared(), []);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colour of the line
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const ratio = window.devicePixelRatio;
    element.width = width * ratio;
    element.height = HEIGHT * ratio;
    context.scale(ratio, ratio);
    points.forEach(({ speaker }, index) => {
      const place = places[index];
      if (!place) return;
      const faded = count === 0 ? only && speaker !== character : !selected.has(index);
      context.globalAlpha = faded ? 0.2 : 0.85;
      context.fillStyle = (speaker === null ? undefined : colours.get(speaker)) ?? NOBODY_COLOUR;
      context.beginPath();
      context.arc(place.x, place.y, index === hovered ? 7 : 4, 0, 2 * Math.PI);
      context.fill();
    });
    context.globalAlpha = 1;
    context.strokeStyle = getComputedStyle(element).color;
    context.setLineDash([4, 3]);
    context.beginPath();
    for (const { x, y } of line) context.lineTo(x, y);
    context.stroke();
  }, [points, places, width, hovered, selected, count, line, colours, scheme, only, character]);

  const placeOf = (event: React.PointerEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const hover = (event: React.PointerEvent): void => {
    const place = placeOf(event);
    if (event.buttons === 1) {
      setLine((old) => [...old, place]);
      return;
    }
    const index = nearest(places, place, REACH);
    if (index === hovered) return;
    setHovered(index);
    const point = points[index];
    if (point)
      void playOnce(audioAddress(point.episode), samplesToSeconds(point.start), samplesToSeconds(point.end));
    else stopCompared();
  };
  const finish = (): void => {
    if (line.length > 2) {
      const taken = places.flatMap((place, index) =>
        mayTake(points[index]?.speaker) && isInside(place, line) ? [index] : [],
      );
      setSelected(new Set(taken));
      setUnseen(
        others === undefined ? NONE : crowdInside(others, line, (place) => placeIn(width, place), mayTake),
      );
    }
    setLine([]);
  };
  const selectNone = (): void => {
    setSelected(new Set());
    setUnseen(NONE);
  };
  const give = (to: string): Promise<void> =>
    onChange(async () => {
      const drawn = [...selected].flatMap((index) => points[index]?.utterance ?? []);
      const utterances = [...drawn, ...unseen];
      await call('characters.give', { series, utterances, to });
      noticeGood(words.mapAssigned(utterances.length, to.slice(0, 60)));
      selectNone();
    });
  const taken = useRef<HTMLDivElement>(null);
  useCommands('voice-map', {
    'split-character': {
      off: count === 0 ? strings.cannot.noneMarked : null,
      run: () => taken.current?.querySelector('select')?.focus(),
    },
  });
  const shown = points[hovered];

  return (
    <section className="rc-card" data-testid="voice-map">
      <h2>{words.map}</h2>
      <p className="rc-dim">{words.mapHint}</p>
      <Checkbox
        size="xs"
        checked={only}
        onChange={(event) => setOnly(event.currentTarget.checked)}
        label={<Isolated text={words.mapOnly(character.slice(0, 60))} />}
        data-testid="map-only"
      />
      {others === undefined || others.utterances.length === 0 ? null : (
        <p className="rc-dim rc-small">{words.mapSample(points.length, others.utterances.length)}</p>
      )}
      {map.isPending ? <Loader size="sm" /> : null}
      {map.isSuccess && points.length === 0 ? <p className="rc-dim">{words.mapNone}</p> : null}
      <canvas
        ref={canvas}
        className="rc-voice-map"
        role="img"
        aria-label={words.mapLabel}
        data-points={points.length}
        data-places={places.length > 0 && width > 0 ? 'drawn' : 'none'}
        onPointerDown={(event) => {
          setLine([placeOf(event)]);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={hover}
        onPointerUp={finish}
        onPointerLeave={() => setHovered(-1)}
      />
      <p className="rc-map-words" aria-live="off">
        {shown ? (
          <>
            <b>
              <Isolated text={shown.speaker ?? strings.common.nobody} />
            </b>{' '}
            <Isolated text={shown.text} />
          </>
        ) : null}
      </p>
      {count === 0 ? null : (
        <div className="rc-bar rc-bottom" ref={taken}>
          <span data-testid="map-selected">{words.mapSelected(count)}</span>
          <GiveTo people={people} onGive={give} />
          <Button variant="default" onClick={selectNone}>
            {words.mapClear}
          </Button>
        </div>
      )}
    </section>
  );
}
