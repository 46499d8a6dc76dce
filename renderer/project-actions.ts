import { useMantineColorScheme } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { useEpisodes } from './engine-client/index.ts';
import type { GoTo } from './places.tsx';
import { type Action, strings, useOfferedActions } from './ui/index.ts';

interface ProjectActionsProps {
  readonly goTo: GoTo;
  readonly onClose: () => void;
  readonly onSettings: () => void;
}

/** So many episodes are named in the palette. */
const MOST_EPISODES = 500;

/** What can be done anywhere in a project, for the palette. */
export function ProjectActions({ goTo, onClose, onSettings }: ProjectActionsProps): null {
  const episodes = useEpisodes().data;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const latest = useRef({ onClose, onSettings });
  latest.current = { onClose, onSettings };
  const actions = useMemo((): Action[] => {
    const words = strings.palette;
    const known = episodes ?? [];
    const named = (id: string, label: string, run: () => void): Action => ({ id, label, keys: [], run });
    return [
      named('go-library', words.toLibrary, goTo.library),
      ...[...new Set(known.map(({ series }) => series))].map((series) =>
        named(`queue-${series}`, words.toQueue(series.slice(0, 80)), () => goTo.queue(series)),
      ),
      named('go-characters', strings.characters.title, goTo.characters),
      named('go-report', words.toReport, goTo.report),
      named('export', strings.export.title, goTo.export),
      named('go-evaluation', words.toEvaluation, goTo.evaluation),
      named('settings', strings.settings.title, () => latest.current.onSettings()),
      named('theme', words.theme, () =>
        setColorScheme(({ auto: 'light', light: 'dark', dark: 'auto' } as const)[colorScheme]),
      ),
      named('close-project', words.closeProject, () => latest.current.onClose()),
      ...known
        .filter(({ utterances }) => utterances > 0)
        .slice(0, MOST_EPISODES)
        .map(({ id, title }) =>
          named(`review-${id}`, words.toEpisode(title.slice(0, 120)), () => goTo.review(id)),
        ),
    ];
  }, [episodes, goTo, colorScheme, setColorScheme]);
  useOfferedActions('project', actions);
  return null;
}
