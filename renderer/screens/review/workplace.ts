import type { RefObject } from 'react';
import type { Utterance } from '../../../main/model/index.ts';
import type { CharacterSummary } from '../../engine-client/index.ts';
import type { SoundHandle } from '../../waveform/index.ts';
import type { Decisions } from './use-decisions.ts';

/** What the commands work on, as of the latest rendering. */
export interface Workplace {
  /** The episode that is heard and drawn now. */
  readonly episode: string;
  readonly series: string;
  /** All utterances by time, and those that the list shows in its order. */
  readonly utterances: readonly Utterance[];
  readonly rows: readonly Utterance[];
  readonly characters: readonly CharacterSummary[];
  readonly speech: Uint8Array | null;
  /** Length of the episode in samples. */
  readonly samples: number;
  readonly decisions: Decisions;
  readonly sound: RefObject<SoundHandle | null>;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onBack: () => void;
}
