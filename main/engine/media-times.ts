import { refineBoundaries } from '../alignment/boundaries.ts';
import { applySync } from '../alignment/sync.ts';
import {
  type EnergyTrack,
  millisecondsToSamples,
  type Samples,
  type ScriptAlignment,
  type Span,
  type SpeechActivity,
  type Subtitles,
  type Sync,
} from '../model/index.ts';

/** What the sound says of when somebody speaks. */
export interface HeardSpeech {
  readonly activity: SpeechActivity;
  readonly energy: EnergyTrack;
}

/** The media times of the aligned parts: shifted by the sync, then set on the edges of the speech. */
export function mediaSpans(
  alignment: ScriptAlignment,
  sync: Sync,
  { activity, energy }: HeardSpeech,
): Span[] {
  const clamp = (milliseconds: number): Samples =>
    Math.min(activity.samples, Math.max(0, millisecondsToSamples(applySync(sync, milliseconds))));
  const shifted = alignment.parts.map((part) => ({
    cue: part.cue,
    part: part.part,
    length: part.text.length,
    start: clamp(part.start),
    end: clamp(part.end),
  }));
  return refineBoundaries(shifted, activity, energy);
}

/** Cues with at least one spoken part: sounds and music say nothing about when somebody speaks. */
export const spokenCues = (subtitles: Subtitles): { start: number; end: number }[] =>
  subtitles.cues
    .filter((cue) => cue.parts.some((part) => part.kind === 'speech'))
    .map(({ start, end }) => ({ start, end }));
