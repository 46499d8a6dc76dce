import { useMemo, useRef } from 'react';
import { samplesToSeconds, type Utterance } from '../../../main/model/index.ts';
import { NOBODY_COLOUR, strings } from '../../ui/index.ts';
import type { WaveformSpan } from '../../waveform/index.ts';

/**
 * The spans of the waveform. One that did not change stays the same object, and the
 * list stays the same list when none did, so that a mere accept draws nothing anew.
 */
export function useSpans(
  utterances: readonly Utterance[],
  colours: ReadonlyMap<string, string>,
): readonly WaveformSpan[] {
  const before = useRef<readonly WaveformSpan[]>([]);
  const sources = useRef(new WeakMap<Utterance, WaveformSpan>());
  const coloured = useRef(colours);
  return useMemo(() => {
    if (coloured.current !== colours) sources.current = new WeakMap();
    coloured.current = colours;
    const old = new Map(before.current.map((span) => [span.id, span]));
    const spans: WaveformSpan[] = [];
    for (const utterance of utterances) {
      if (utterance.end <= utterance.start) continue;
      const known = sources.current.get(utterance);
      const span = known ?? unlessSame(old.get(utterance.id), spanOf(utterance, colours));
      if (!known) sources.current.set(utterance, span);
      spans.push(span);
    }
    const same =
      spans.length === before.current.length && spans.every((span, at) => span === before.current[at]);
    if (!same) before.current = spans;
    return before.current;
  }, [utterances, colours]);
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

const unlessSame = (old: WaveformSpan | undefined, now: WaveformSpan): WaveformSpan =>
  old &&
  old.start === now.start &&
  old.end === now.end &&
  old.colour === now.colour &&
  old.label === now.label
    ? old
    : now;
