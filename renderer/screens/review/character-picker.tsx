import { Kbd, Modal, TextInput } from '@mantine/core';
import { type ReactElement, useId, useState } from 'react';
import type { CharacterSummary } from '../../engine-client/index.ts';
import { strings, useReturnFocus } from '../../ui/index.ts';
import { CharacterChip } from './marks.tsx';
import { matchCharacters } from './matching.ts';

interface CharacterPickerProps {
  readonly characters: readonly CharacterSummary[];
  readonly colours: ReadonlyMap<string, string>;
  readonly onClose: () => void;
  readonly onPick: (character: string | null) => void;
}

const words = strings.review;
const MOST = 60;

/** Finds a character by name or alias, takes a new one, or nobody. Arrows move, Enter assigns. */
export function CharacterPicker({
  characters,
  colours,
  onClose,
  onPick,
}: CharacterPickerProps): ReactElement {
  useReturnFocus();
  const [typed, setTyped] = useState('');
  const [index, setIndex] = useState(0);
  const listId = useId();
  const name = typed.trim();
  const found = matchCharacters(characters, name).slice(0, MOST);
  const choices: {
    readonly character: string | null;
    readonly key: number | null;
    readonly isNew: boolean;
  }[] = [
    ...found.map((character) => ({ character: character.name, key: character.key, isNew: false })),
    ...(name === '' || characters.some((character) => character.name === name)
      ? []
      : [{ character: name.slice(0, 200), key: null, isNew: true }]),
    ...(name === '' ? [{ character: null, key: 0, isNew: false }] : []),
  ];
  const chosen = Math.min(index, choices.length - 1);
  const take = (at: number): void => {
    const choice = choices[at];
    if (choice) onPick(choice.character);
  };
  return (
    <Modal opened onClose={onClose} title={words.pickTitle} size={420} data-testid="character-picker">
      <TextInput
        data-autofocus
        dir="auto"
        placeholder={words.pickPlaceholder}
        aria-label={words.pickTitle}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={`${listId}-${chosen}`}
        data-testid="character-search"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setIndex(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setIndex(Math.min(choices.length - 1, chosen + 1));
          else if (event.key === 'ArrowUp') setIndex(Math.max(0, chosen - 1));
          else if (event.key === 'Enter') take(chosen);
          else return;
          event.preventDefault();
        }}
      />
      <div id={listId} role="listbox" aria-label={words.pickTitle} className="rc-choices">
        {choices.map(({ character, key, isNew }, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          <div
            key={character ?? ''}
            id={`${listId}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen}
            ref={at === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
            data-testid={`character-choice-${at}`}
            onClick={() => take(at)}
          >
            {isNew ? (
              <bdi className="rc-isolated">{words.pickNew(character ?? '')}</bdi>
            ) : (
              <CharacterChip name={character} colours={colours} />
            )}
            {key === null ? null : <Kbd size="xs">{key}</Kbd>}
          </div>
        ))}
      </div>
    </Modal>
  );
}
