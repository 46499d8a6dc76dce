import { useMemo } from 'react';
import { useEpisodes } from './engine-client/index.ts';
import type { GoTo } from './places.tsx';
import {
  type Action,
  type Command,
  type CommandId,
  runOnceOffered,
  strings,
  useCommands,
  useOfferedActions,
} from './ui/index.ts';

interface ProjectActionsProps {
  readonly goTo: GoTo;
  readonly onClose: () => void;
}

/** So many episodes are named in the palette. */
const MOST_EPISODES = 500;

const { cannot } = strings;

/** What can be done anywhere in a project: by key, and in the palette. */
export function ProjectActions({ goTo, onClose }: ProjectActionsProps): null {
  const episodes = useEpisodes().data;
  const known = episodes ?? [];
  const off = known.some(({ utterances }) => utterances > 0) ? null : cannot.notRun;
  const series = known.find(({ utterances }) => utterances > 0)?.series;
  /** A command of another screen: it is done there, once that stands. */
  const on = (go: () => void, command: CommandId): Command => ({
    run: () => {
      go();
      runOnceOffered(command);
    },
  });
  useCommands('project', {
    'go-library': { run: goTo.library },
    'go-queue': { off, run: () => series !== undefined && goTo.queue(series) },
    'go-characters': { off, run: goTo.characters },
    'go-report': { off, run: goTo.report },
    'go-evaluation': { off, run: goTo.evaluation },
    'go-export': { off, run: goTo.export },
    'close-project': { run: onClose },
    scan: on(goTo.library, 'scan'),
    run: on(goTo.library, 'run'),
    plan: on(goTo.library, 'plan'),
    'pause-run': on(goTo.library, 'pause-run'),
    'stop-run': on(goTo.library, 'stop-run'),
    'run-details': on(goTo.library, 'run-details'),
    'audit-start': { off, ...on(goTo.report, 'audit-start') },
    'audit-resume': { off, ...on(goTo.report, 'audit-resume') },
  });
  const named = useMemo((): Action[] => {
    const words = strings.palette;
    const all = episodes ?? [];
    const heard = all.filter(({ utterances }) => utterances > 0);
    return [
      ...[...new Set(all.map((episode) => episode.series))].map((each) => ({
        id: `queue-${each}`,
        label: words.toQueue(each.slice(0, 80)),
        keys: [],
        run: () => goTo.queue(each),
      })),
      ...heard.slice(0, MOST_EPISODES).map(({ id, title }) => ({
        id: `review-${id}`,
        label: words.toEpisode(title.slice(0, 120)),
        keys: [],
        run: () => goTo.review(id),
      })),
    ];
  }, [episodes, goTo]);
  useOfferedActions('project-names', named);
  return null;
}
