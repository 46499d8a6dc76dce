import { VisuallyHidden } from '@mantine/core';
import type { ReactElement } from 'react';
import {
  type ChannelUse,
  type GateName,
  gatesFailed,
  PRESETS,
  type Quality,
  type Utterance,
} from '../../../main/model/index.ts';
import { useEpisodes } from '../../engine-client/index.ts';
import { fixed, percent, percentage, strings } from '../../ui/index.ts';

const words = strings.review.sound;

interface Measure {
  /** The gate that looks at it; null where none does. */
  readonly gate: GateName | null;
  readonly text: string;
}

/** Shares of an hour are small: hundredths of a percent count. */
const finePercent = (share: number): string =>
  share > 0 && share < 0.02 ? percentage(share, 2, 2) : percent(share);

/** What was measured, in plain words, in the order in which it matters; what could not be measured is left out. */
export function measuresOf(quality: Quality): Measure[] {
  const { music, overlap, dropouts, reverberation, cutEdges } = quality;
  const all: (Measure | null)[] = [
    { gate: 'signal-to-noise', text: words.aboveNoise(fixed(quality.signalToNoise, 0)) },
    { gate: null, text: words.level(fixed(quality.loudness, 0)) },
    { gate: 'speech-ratio', text: words.speech(percent(quality.speechRatio)) },
    music === null ? null : { gate: 'music', text: words.music(percent(music)) },
    overlap === null ? null : { gate: 'overlap', text: words.overlap(percent(overlap)) },
    { gate: 'clipping', text: words.clipping(finePercent(quality.clipping)) },
    dropouts === null ? null : { gate: 'dropouts', text: words.dropouts(finePercent(dropouts)) },
    reverberation === null ? null : { gate: 'reverberation', text: words.echo(fixed(reverberation, 2)) },
    { gate: 'bandwidth', text: words.bandwidth(fixed(quality.bandwidth / 1000, 1)) },
    quality.telephone === true ? { gate: 'telephone', text: words.telephone } : null,
    cutEdges === null || cutEdges === 'none' ? null : { gate: 'cut-edges', text: words.cutEdges[cutEdges] },
  ];
  return all.filter((measure) => measure !== null);
}

/** How an utterance sounds, as it was measured in the night; what the balanced export would mind stands out. */
export function SoundMeasures({ utterance }: { readonly utterance: Utterance }): ReactElement | null {
  const { quality } = utterance;
  const channels = useEpisodes().data?.find(({ id }) => id === utterance.episode)?.channels ?? null;
  if (quality === null) return null;
  const minded = new Set(gatesFailed(utterance, PRESETS.balanced).map(({ gate }) => gate));
  return (
    <section className="rc-measures rc-dim rc-small" aria-label={words.title} data-testid="sound-measures">
      <ul>
        {measuresOf(quality).map(({ gate, text }) =>
          gate !== null && minded.has(gate) ? (
            <li key={text} className="rc-measure-minded" title={words.minded} data-testid={`minded-${gate}`}>
              {text}
              <VisuallyHidden component="span"> ({words.minded})</VisuallyHidden>
            </li>
          ) : (
            <li key={text}>{text}</li>
          ),
        )}
        {channels === null || channels.choice === 'mixed' ? null : (
          <li title={words.channelHint}>{channelInWords(channels)}</li>
        )}
      </ul>
    </section>
  );
}

const channelInWords = ({ choice, gain }: ChannelUse): string =>
  choice === 'mixed' ? '' : words.channel(words.channels[choice], gain === null ? null : fixed(gain, 0));
