import type { EdgeDoubt, Utterance } from '../../../main/model/index.ts';
import { SPEECH_HOP } from '../../waveform/index.ts';

/** How far an edge goes out for words that it cut off: 2 s. */
const FARTHEST = 32_000;
/** An edge that moves less stays: 64 ms. */
const LEAST = 2 * SPEECH_HOP;
const SPEECH = 128;

/**
 * Where the words that were or were not heard want an edge: words that are missing bring it out to where the speech
 * beside the span begins or ends, words that were added bring it in to where the next speech does, at most to the
 * middle of the line.
 *
 * @param span samples at 16 kHz
 * @param speech probabilities (0 to 255) of each 512 samples
 * @param free what the neighbours leave
 * @returns samples; null where nothing is spoken there
 */
export function mendedEdge(
  doubt: EdgeDoubt,
  span: { readonly start: number; readonly end: number },
  speech: Uint8Array,
  free: { readonly from: number; readonly to: number },
): number | null {
  const middle = (span.start + span.end) / 2;
  switch (doubt) {
    case 'start-late':
      return last(crossings(speech, 'start', Math.max(free.from, span.start - FARTHEST), span.start - LEAST));
    case 'end-early':
      return first(crossings(speech, 'end', span.end + LEAST, Math.min(free.to, span.end + FARTHEST)));
    case 'start-early':
      return first(crossings(speech, 'start', span.start + LEAST, middle));
    case 'end-late':
      return last(crossings(speech, 'end', middle, span.end - LEAST));
  }
}

const first = (places: readonly number[]): number | null => places[0] ?? null;
const last = (places: readonly number[]): number | null => places.at(-1) ?? null;

/** Where speech begins or ends between two samples, in order. */
function crossings(speech: Uint8Array, side: 'start' | 'end', from: number, to: number): number[] {
  const found: number[] = [];
  for (
    let at = Math.max(1, Math.ceil(from / SPEECH_HOP));
    at * SPEECH_HOP <= to && at < speech.length;
    at += 1
  ) {
    const before = (speech[at - 1] as number) >= SPEECH;
    const now = (speech[at] as number) >= SPEECH;
    if (side === 'start' ? !before && now : before && !now) found.push(at * SPEECH_HOP);
  }
  return found;
}

/** From where to where the neighbours leave the sound to an utterance, samples. */
export function roomOf(
  utterance: Utterance,
  utterances: readonly Utterance[],
  samples: number,
): { from: number; to: number } {
  let [from, to] = [0, samples];
  for (const { id, start, end } of utterances) {
    if (id === utterance.id || end <= start) continue;
    if (end <= utterance.start) from = Math.max(from, end);
    if (start >= utterance.end) to = Math.min(to, start);
  }
  return { from, to };
}
