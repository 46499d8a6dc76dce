import { type ReactElement, type ReactNode, startTransition, useMemo, useState } from 'react';
import { type ProjectSummary, useEpisodes } from './engine-client/index.ts';
import { CharactersScreen } from './screens/characters/characters-screen.tsx';
import { EvaluationScreen } from './screens/evaluation/evaluation-screen.tsx';
import { ExportScreen } from './screens/export/export-screen.tsx';
import { LibraryScreen } from './screens/library/library-screen.tsx';
import { ReportScreen } from './screens/report/report-screen.tsx';
import { QueueScreen } from './screens/review/queue-screen.tsx';
import { ReviewScreen } from './screens/review/review-screen.tsx';

/** Which screen of a project stands. */
export type Place =
  | { readonly screen: 'library' | 'characters' | 'report' | 'export' | 'evaluation' }
  | { readonly screen: 'review'; readonly id: string; readonly utterance?: string }
  | { readonly screen: 'queue'; readonly series: string };

export const LIBRARY: Place = { screen: 'library' };

/** The ways to each screen; they stay the same as long as the window. */
export interface GoTo {
  readonly library: () => void;
  /** At one of its utterances, where it is named. */
  readonly review: (id: string, utterance?: string) => void;
  readonly queue: (series: string) => void;
  readonly characters: () => void;
  readonly report: () => void;
  readonly export: () => void;
  readonly evaluation: () => void;
}

export const useGoTo = (setPlace: (place: Place) => void): GoTo =>
  useMemo(() => {
    // A transition is drawn in pieces: the window answers while a large screen is made.
    const go = (place: Place): void => startTransition(() => setPlace(place));
    return {
      library: () => go(LIBRARY),
      review: (id, utterance) =>
        go({ screen: 'review', id, ...(utterance === undefined ? {} : { utterance }) }),
      queue: (series) => go({ screen: 'queue', series }),
      characters: () => go({ screen: 'characters' }),
      report: () => go({ screen: 'report' }),
      export: () => go({ screen: 'export' }),
      evaluation: () => go({ screen: 'evaluation' }),
    };
  }, [setPlace]);

interface ScreenProps {
  readonly project: ProjectSummary;
  readonly place: Place;
  readonly goTo: GoTo;
  readonly extras: ReactNode;
  readonly onClose: () => void;
  readonly onRelinked: (project: ProjectSummary) => void;
}

/** The screen of a place. */
export function Screen({ project, place, goTo, extras, ...on }: ScreenProps): ReactElement | null {
  // The library opens at the episode that was left last.
  const [last, setLast] = useState<string | null>(null);
  switch (place.screen) {
    case 'library':
      return (
        <LibraryScreen
          project={project}
          initial={last}
          extras={extras}
          onReview={goTo.review}
          onQueue={goTo.queue}
          onCharacters={goTo.characters}
          onReport={goTo.report}
          onExport={goTo.export}
          onEvaluation={goTo.evaluation}
          onClose={on.onClose}
          onRelinked={on.onRelinked}
        />
      );
    case 'review':
      return (
        <Review
          id={place.id}
          {...(place.utterance === undefined ? {} : { first: place.utterance })}
          extras={extras}
          onBack={() => {
            setLast(place.id);
            goTo.library();
          }}
        />
      );
    case 'queue':
      return <QueueScreen series={place.series} extras={extras} onBack={goTo.library} />;
    case 'characters':
      return <Characters extras={extras} onBack={goTo.library} />;
    case 'report':
      return (
        <ReportScreen extras={extras} onBack={goTo.library} onReview={goTo.review} onLibrary={goTo.library} />
      );
    case 'export':
      return <ExportScreen project={project} extras={extras} onBack={goTo.library} />;
    case 'evaluation':
      return <EvaluationScreen extras={extras} onBack={goTo.library} />;
  }
}

interface CharactersProps {
  readonly extras: ReactNode;
  readonly onBack: () => void;
}

function Characters({ extras, onBack }: CharactersProps): ReactElement | null {
  const episodes = useEpisodes().data;
  const allSeries = useMemo(() => [...new Set(episodes?.map(({ series }) => series))], [episodes]);
  return episodes ? <CharactersScreen allSeries={allSeries} extras={extras} onBack={onBack} /> : null;
}

interface ReviewProps {
  readonly id: string;
  readonly first?: string;
  readonly extras: ReactNode;
  readonly onBack: () => void;
}

function Review({ id, ...rest }: ReviewProps): ReactElement | null {
  const episode = useEpisodes().data?.find((one) => one.id === id);
  return episode ? <ReviewScreen key={id} episode={episode} {...rest} /> : null;
}
