import { edgeDoubts, type Utterance } from '../../../main/model/index.ts';
import { noteKeystroke } from '../../engine-client/index.ts';
import { type CommandId, type Commands, GROUPS, strings, useCommands } from '../../ui/index.ts';
import { candidateOf } from './comparing.ts';
import { CANDIDATE_PLACES } from './keymap.ts';

/** Commands that need nothing to be selected. */
const ALWAYS: ReadonlySet<CommandId> = new Set<CommandId>([
  'play-pause',
  'slower',
  'faster',
  'auto-play',
  'undo',
  'redo',
  'history',
  'search',
  'back',
  'order',
  'spectrogram',
  'zoom-in',
  'zoom-out',
  'snap',
]);

/** What the list's own toolbar offers, where its fields are. */
const IN_TOOLBAR: ReadonlySet<CommandId> = new Set<CommandId>([
  'filter-state',
  'filter-review',
  'filter-character',
  'clear-filters',
]);

const { cannot } = strings;

const REVIEW_COMMANDS = (['decide', 'listen', 'move', 'time', 'view'] as const)
  .flatMap((group) => GROUPS[group])
  .filter((command) => !IN_TOOLBAR.has(command));

/** Offers every command of the review; those by key are counted as what a decision costs. */
export function useReviewCommands(
  run: (command: CommandId, chord?: string) => void,
  active: Utterance | null,
  /** Whether a queue is worked through, which has its own order. */
  ordered: boolean,
): void {
  const why = (command: CommandId): string | null => {
    if (command === 'order') return ordered ? cannot.ordered : null;
    if (ALWAYS.has(command)) return null;
    if (active === null) return cannot.noUtterance;
    if (command === 'mend-edge') return edgeDoubts(active).length === 0 ? cannot.noDoubt : null;
    const place = (CANDIDATE_PLACES as Partial<Record<CommandId, number>>)[command];
    return place !== undefined && candidateOf(active, place) === undefined ? cannot.noVoice : null;
  };
  const commands: Commands = {};
  for (const command of REVIEW_COMMANDS)
    commands[command] = {
      off: why(command),
      run: (chord) => {
        if (chord !== undefined) noteKeystroke();
        run(command, chord);
      },
    };
  useCommands('review', commands);
}
