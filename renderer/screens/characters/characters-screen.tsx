import { Loader, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useMemo, useState } from 'react';
import {
  asEngineError,
  type CharacterSummary,
  call,
  type ProcedureInput,
  useCastDecisions,
  useCharacters,
} from '../../engine-client/index.ts';
import { BackButton, coloursOfCast, noticeError, strings, useOfferedActions } from '../../ui/index.ts';
import { CastHistoryButtons, CastHistoryCard } from './cast-history.tsx';
import { CastList } from './cast-list.tsx';
import { CharacterDetail } from './character-detail.tsx';
import { Proposals } from './proposals.tsx';
import { UnnamedVoices } from './unnamed-voices.tsx';
import { useCastHistory } from './use-cast-history.ts';
import { VoiceMapView } from './voice-map.tsx';

const words = strings.characters;
/** So many characters are named in the palette. */
const MOST_NAMED = 300;
const NOBODY: readonly CharacterSummary[] = [];

interface CharactersScreenProps {
  readonly allSeries: readonly string[];
  readonly extras: ReactNode;
  readonly onBack: () => void;
}

/** The cast of a series: who is who, how each sounds, and which names are one person. */
export function CharactersScreen({ allSeries, extras, onBack }: CharactersScreenProps): ReactElement {
  const client = useQueryClient();
  const [series, setSeries] = useState(allSeries[0] ?? '');
  const [chosen, setChosen] = useState<string | null>(null);
  const loaded = useCharacters(series);
  const decisions = useCastDecisions(series);
  const cast = loaded.data ?? NOBODY;
  const colours = useMemo(() => coloursOfCast(cast), [cast]);
  const people = cast.filter(({ kind }) => kind === 'person');
  const selected = people.find(({ name }) => name === chosen) ?? people[0] ?? null;

  /** Does something to the cast, reads everything anew and tells what went wrong. */
  const [changing, setChanging] = useState(0);
  const change = async (work: () => Promise<unknown>): Promise<void> => {
    setChanging((count) => count + 1);
    try {
      await work();
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
    await client.invalidateQueries();
    setChanging((count) => count - 1);
  };
  const rename = (input: Omit<ProcedureInput<'characters.rename'>, 'series'>): Promise<void> =>
    change(async () => {
      await call('characters.rename', { series, ...input });
      setChosen(input.to);
    });
  useCastHistory(series, changing > 0 ? undefined : decisions.data, change);

  const named = useMemo(
    () =>
      cast
        .filter(({ kind }) => kind === 'person')
        .slice(0, MOST_NAMED)
        .map(({ name }) => ({
          id: `character-${name}`,
          label: strings.palette.toCharacter(name.slice(0, 120)),
          keys: [],
          run: () => setChosen(name),
        })),
    [cast],
  );
  useOfferedActions('character-names', named);

  return (
    <main className="rc-page-screen" data-testid="characters-screen">
      <header className="rc-header">
        <BackButton label={strings.common.back} onClick={onBack} />
        <h1 className="rc-title">{words.title}</h1>
        <NativeSelect
          size="xs"
          maw={260}
          aria-label={words.series}
          value={series}
          onChange={(event) => {
            setSeries(event.currentTarget.value);
            setChosen(null);
          }}
          data={allSeries.map((name) => ({ value: name, label: name.slice(0, 80) }))}
        />
        <span className="rc-grow" />
        <CastHistoryButtons decisions={decisions.data} />
        {extras}
      </header>
      {selected === null ? (
        <div className="rc-empty">{loaded.isPending ? <Loader /> : <p>{words.none}</p>}</div>
      ) : (
        <div className="rc-characters">
          <CastList cast={cast} chosen={selected.name} colours={colours} onChoose={setChosen} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="rc-characters-main" tabIndex={0} aria-label={selected.name.slice(0, 200)}>
            <Proposals
              series={series}
              proposals={decisions.data?.proposals ?? []}
              likeness={decisions.data?.likeness ?? null}
              onAnswer={(proposal, same) =>
                change(() =>
                  call('characters.answer', { series, label: proposal.label, name: proposal.name, same }),
                )
              }
            />
            <CharacterDetail
              key={selected.name}
              character={selected}
              people={people}
              colours={colours}
              onRename={rename}
              onGuest={(isGuest) =>
                change(() => call('characters.setGuest', { series, name: selected.name, isGuest }))
              }
              onKey={(key) => change(() => call('characters.giveKey', { series, name: selected.name, key }))}
            />
            <CastHistoryCard decisions={decisions.data} />
            <UnnamedVoices series={series} people={people} onChange={change} />
            <VoiceMapView
              key={series}
              series={series}
              character={selected.name}
              people={people}
              colours={colours}
              onChange={change}
            />
          </section>
        </div>
      )}
    </main>
  );
}
