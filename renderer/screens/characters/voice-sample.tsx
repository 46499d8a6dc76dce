import { IconPlayerPlayFilled } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { samplesToSeconds } from '../../../main/model/index.ts';
import { audioAddress } from '../../engine-client/index.ts';
import { Isolated, strings } from '../../ui/index.ts';
import { playOnce } from '../../waveform/index.ts';

interface VoiceSampleProps {
  readonly utterance: {
    readonly episode: string;
    readonly start: number;
    readonly end: number;
    readonly text: string;
  };
  /** Its length as it is shown. */
  readonly length: (seconds: number) => string;
  readonly testId?: string | undefined;
}

/** One utterance of a voice, played by a press. */
export function VoiceSample({ utterance, length, testId }: VoiceSampleProps): ReactElement {
  const { episode, start, end, text } = utterance;
  return (
    <button
      type="button"
      className="rc-exemplar"
      title={strings.characters.play}
      data-testid={testId}
      onClick={() => void playOnce(audioAddress(episode), samplesToSeconds(start), samplesToSeconds(end))}
    >
      <IconPlayerPlayFilled size={13} aria-hidden />
      {text === '' ? (
        <span className="rc-dim rc-no-text">{strings.review.noText}</span>
      ) : (
        <Isolated text={text} />
      )}
      <span className="rc-time rc-dim">{length(samplesToSeconds(end - start))}</span>
    </button>
  );
}
