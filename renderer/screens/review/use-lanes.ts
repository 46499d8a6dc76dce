import { useCallback, useMemo } from 'react';
import { samplesToSeconds } from '../../../main/model/index.ts';
import { call, useTextLanes } from '../../engine-client/index.ts';
import { strings } from '../../ui/index.ts';
import type { LoadSpectrogram, TextLane } from '../../waveform/index.ts';
import { useReview } from './review-store.ts';

/** Longer texts are cut: a lane shows no more. */
const LONGEST = 160;

type Found = NonNullable<ReturnType<typeof useTextLanes>['data']>;
/** Of what was found once: a queue comes back to an episode. */
const made = new WeakMap<Found, readonly TextLane[]>();

function lanesOf(found: Found | undefined): readonly TextLane[] {
  const known = found && made.get(found);
  if (known) return known;
  const lanes: readonly TextLane[] = [
    {
      name: strings.review.subtitlesLane,
      texts: (found?.cues ?? []).map(({ start, end, text }) => ({
        start: samplesToSeconds(start),
        end: samplesToSeconds(end),
        text: text.slice(0, LONGEST),
      })),
    },
    {
      name: strings.review.scriptLane,
      texts: (found?.lines ?? []).map(({ start, end, speakerLabel, text }) => ({
        start: samplesToSeconds(start),
        end: samplesToSeconds(end),
        text: `${speakerLabel.slice(0, 40)}: ${text.slice(0, LONGEST)}`,
      })),
    },
  ];
  if (found) made.set(found, lanes);
  return lanes;
}

/** What lies below the waveform of an episode: the subtitles and the script with their times, and the spectrogram. */
export function useLanes(episode: string): {
  readonly texts: readonly TextLane[];
  readonly spectrogram: LoadSpectrogram | null;
} {
  const lanes = useTextLanes(episode).data;
  const wanted = useReview((state) => state.spectrogram);
  const texts = useMemo(() => lanesOf(lanes), [lanes]);
  const load = useCallback<LoadSpectrogram>(
    (start, hop, columns) => call('utterances.spectrogram', { episode, start, hop, columns }),
    [episode],
  );
  return { texts, spectrogram: wanted ? load : null };
}
