import type { ReactElement } from 'react';
import type { CharacterSummary } from '../../engine-client/index.ts';
import { CharacterChip, clock, percent, strings } from '../../ui/index.ts';

const words = strings.characters;

interface CastListProps {
  readonly cast: readonly CharacterSummary[];
  readonly chosen: string;
  readonly colours: ReadonlyMap<string, string>;
  readonly onChoose: (name: string) => void;
}

/** Everybody of a series with how much they say; guests stand apart, and what scripts call several at once too. */
export function CastList({ cast, chosen, colours, onChoose }: CastListProps): ReactElement {
  const groups = cast.filter(({ kind }) => kind === 'group');
  const people = cast.filter(({ kind }) => kind === 'person');
  const guests = people.filter(({ guest }) => guest !== null);
  const rowOf = (character: CharacterSummary): ReactElement => (
    <li key={character.name}>
      <button
        type="button"
        className="rc-cast-row"
        aria-current={character.name === chosen}
        data-testid="cast-row"
        data-name={character.name.slice(0, 200)}
        onClick={() => onChoose(character.name)}
      >
        {character.key === null ? <span /> : <kbd>{character.key}</kbd>}
        <CharacterChip name={character.name} colours={colours} />
        <Figures character={character} />
      </button>
    </li>
  );
  return (
    <nav className="rc-cast-list" aria-label={words.cast} data-testid="cast-list">
      <ul>{people.filter(({ guest }) => guest === null).map(rowOf)}</ul>
      {guests.length === 0 ? null : (
        <section data-testid="guests">
          <h2 title={words.guestsHint}>{words.guests}</h2>
          <ul>{guests.map(rowOf)}</ul>
        </section>
      )}
      {groups.length === 0 ? null : (
        <>
          <h2 title={words.groupsHint}>{words.groups}</h2>
          <ul>
            {groups.map((group) => (
              <li key={group.name} className="rc-cast-row rc-cast-group">
                <span />
                <CharacterChip name={group.name} colours={colours} />
                <Figures character={group} />
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

function Figures({ character }: { readonly character: CharacterSummary }): ReactElement {
  const { utterances, seconds, accepted, guest, episodes } = character;
  return (
    <span className="rc-dim rc-small rc-number">
      {words.lines(utterances)} · {clock(seconds)} ·{' '}
      {words.accepted(percent(utterances === 0 ? 0 : accepted / utterances))}
      {guest === null ? null : ` · ${words.guestOf(episodes.map((title) => title.slice(0, 60)))}`}
    </span>
  );
}
