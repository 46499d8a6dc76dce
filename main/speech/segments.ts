import type { Samples } from '../model/time.ts';
import type { SpeechActivity, SpeechSegment } from '../model/utterance.ts';

export interface SegmentThresholds {
  /** Speech begins where the probability reaches this. */
  readonly enter: number;
  /** Speech goes on until the probability stays below this for `leastSilence`. */
  readonly leave: number;
  /** Shorter speech is dropped; samples. */
  readonly leastSpeech: Samples;
  /** Shorter silence does not part two segments; samples. */
  readonly leastSilence: Samples;
  /** Added on both sides; neighbours closer than twice this share what is between them; samples. */
  readonly padding: Samples;
}

/**
 * The thresholds that the Silero Team ships for v5 and v6 (`get_speech_timestamps` in `silero_vad/utils_vad.py`
 * of v6.2.1: 0.5, 0.15 below it, 250 ms, 100 ms, 30 ms). Other versions of the model need others.
 */
export const SILERO_THRESHOLDS: SegmentThresholds = {
  enter: 0.5,
  leave: 0.35,
  leastSpeech: 4_000,
  leastSilence: 1_600,
  padding: 480,
};

/** Spans of speech, in order, not touching, inside the audio. Pure: scores in, decision out. */
export function segmentsFrom(
  { probabilities, hop, samples }: SpeechActivity,
  thresholds: SegmentThresholds = SILERO_THRESHOLDS,
): SpeechSegment[] {
  const { enter, leave, leastSpeech, leastSilence, padding } = thresholds;
  const found: { start: Samples; end: Samples }[] = [];
  let start: Samples | null = null;
  let quietSince: Samples | null = null;
  const close = (end: Samples): void => {
    if (start !== null && end - start >= leastSpeech) found.push({ start, end });
    start = null;
    quietSince = null;
  };
  probabilities.forEach((probability, window) => {
    const at = window * hop;
    if (start === null) {
      if (probability >= enter) start = at;
      return;
    }
    if (probability >= leave) {
      // Between the two thresholds silence that has begun goes on; only speech proper ends it.
      if (probability >= enter) quietSince = null;
      else if (quietSince !== null && at + hop - quietSince >= leastSilence) close(quietSince);
      return;
    }
    quietSince ??= at;
    if (at + hop - quietSince >= leastSilence) close(quietSince);
  });
  close(quietSince ?? samples);
  return padded(found, padding, samples);
}

function padded(found: readonly SpeechSegment[], padding: Samples, samples: Samples): SpeechSegment[] {
  return found.map(({ start, end }, index) => {
    const before = index === 0 ? start : start - found[index - 1]!.end;
    const after = index === found.length - 1 ? samples - end : found[index + 1]!.start - end;
    return {
      start: start - (index === 0 ? Math.min(padding, before) : Math.min(padding, Math.floor(before / 2))),
      end:
        end +
        (index === found.length - 1 ? Math.min(padding, after) : Math.min(padding, Math.floor(after / 2))),
    };
  });
}
