import type { Episode } from '../../../main/model/index.ts';
import { strings, useCommands } from '../../ui/index.ts';
import type { LibraryCommands } from './commands.ts';

interface RowCommands {
  /** The selected episode. */
  readonly episode: Episode | null;
  /** How many episodes are not where they were. */
  readonly lost: number;
  readonly running: boolean;
  readonly hasUtterances: boolean;
  readonly commands: LibraryCommands;
  readonly onReview: (episode: Episode) => void;
  readonly onQueue: () => void;
}

const { cannot } = strings;

/** What can be done with the selected episode, as its menu has it, and with the library as a whole. */
export function useRowCommands(props: RowCommands): void {
  const { episode, lost, running, hasUtterances, commands, onReview, onQueue } = props;
  const none = episode === null ? cannot.noEpisode : null;
  const onEpisode = (run: (chosen: Episode) => void) => () => {
    if (episode !== null) run(episode);
  };
  useCommands('library', {
    'go-queue': { off: hasUtterances ? null : cannot.notRun, run: onQueue },
    relink: { off: lost === 0 ? cannot.libraryThere : null, run: () => void commands.relink() },
    'review-episode': {
      off: none ?? (episode?.utterances === 0 ? cannot.notRun : null),
      run: onEpisode(onReview),
    },
    'run-episode': {
      off: none ?? (running ? cannot.running : null),
      run: onEpisode(({ id }) => void commands.run([id])),
    },
    'pair-subtitles': { off: none, run: onEpisode((chosen) => void commands.choose(chosen, 'subtitles')) },
    'pair-script': { off: none, run: onEpisode((chosen) => void commands.choose(chosen, 'script')) },
    'unpair-subtitles': {
      off: none ?? (episode?.subtitles === null ? cannot.nothingPaired : null),
      run: onEpisode((chosen) => void commands.unpair(chosen, 'subtitles')),
    },
    'unpair-script': {
      off: none ?? (episode?.script === null ? cannot.nothingPaired : null),
      run: onEpisode((chosen) => void commands.unpair(chosen, 'script')),
    },
    'show-media': { off: none, run: onEpisode(({ media }) => void commands.show(media)) },
  });
}
