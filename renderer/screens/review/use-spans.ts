import { useMemo, useRef } from 'react';
import { samplesToSeconds, type Utterance } from '../../../main/model/index.ts';
import { NOBODY_COLOUR, strings } from '../../ui/index.ts';
import type { WaveformSpan } from '../../waveform/index.ts';

interface Made {
  readonly utterances: readonly Utterance[];
  readonly colours: ReadonlyMap<string, string>;
  /** Of each utterance; null where it has no length. */
  readonly each: readonly (WaveformSpan | null)[];
  readonly spans: readonly WaveformSpan[];
}

/** A queue goes to and fro between episodes: the spans of as many are kept. */
const KEPT = 3;
const NOTHING: Made = { utterances: [], colours: new Map(), each: [], spans: [] };

/**
 * The spans of the waveform. One that did not change stays the same object, and the
 * list stays the same list when none did, so that a mere accept draws nothing anew.
 */
export function useSpans(
  episode: string,
  utterances: readonly Utterance[],
  colours: ReadonlyMap<string, string>,
): readonly WaveformSpan[] {
  const made = useRef<ReadonlyMap<string, Made>>(new Map());
  return useMemo(() => {
    const now = spansAfter(made.current.get(episode) ?? NOTHING, utterances, colours);
    const others = [...made.current].filter(([each]) => each !== episode);
    made.current = new Map([...others.slice(1 - KEPT), [episode, now]]);
    return now.spans;
  }, [episode, utterances, colours]);
}

/** Spans of a list, of which most mostly are those that were made before. */
export function spansAfter(
  before: Made,
  utterances: readonly Utterance[],
  colours: ReadonlyMap<string, string>,
): Made {
  const sameColours = before.colours === colours;
  // A decision leaves nearly every utterance at its place, as the same object: ten thousand are soon compared.
  const inPlace = before.utterances.length === utterances.length;
  const old = inPlace ? null : new Map(before.each.map((span) => [span?.id, span]));
  const each = utterances.map((utterance, at) => {
    const known = (old === null ? before.each[at] : old.get(utterance.id)) ?? null;
    if (sameColours && inPlace && before.utterances[at] === utterance) return known;
    return utterance.end <= utterance.start ? null : unlessSame(known, spanOf(utterance, colours));
  });
  const same = inPlace && each.every((span, at) => span === before.each[at]);
  const spans = same ? before.spans : each.filter((span) => span !== null);
  return { utterances, colours, each, spans };
}

const spanOf = (
  { id, start, end, speaker }: Utterance,
  colours: ReadonlyMap<string, string>,
): WaveformSpan => ({
  id,
  start: samplesToSeconds(start),
  end: samplesToSeconds(end),
  colour: (speaker === null ? undefined : colours.get(speaker)) ?? NOBODY_COLOUR,
  label: (speaker ?? strings.common.nobody).slice(0, 80),
});

const unlessSame = (old: WaveformSpan | null, now: WaveformSpan): WaveformSpan =>
  old &&
  old.id === now.id &&
  old.start === now.start &&
  old.end === now.end &&
  old.colour === now.colour &&
  old.label === now.label
    ? old
    : now;
