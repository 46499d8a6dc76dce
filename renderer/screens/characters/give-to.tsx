import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { CharacterSummary } from '../../engine-client/index.ts';
import { strings } from '../../ui/index.ts';

const words = strings.characters;
/** No name of a character: names have no line breaks. */
const NEW = '\n';

interface GiveToProps {
  readonly people: readonly CharacterSummary[];
  readonly onGive: (to: string) => Promise<void>;
}

/** Chooses whom utterances are given to: somebody of the cast, or somebody new. */
export function GiveTo({ people, onGive }: GiveToProps): ReactElement {
  const [target, setTarget] = useState('');
  const [name, setName] = useState('');
  const to = target === NEW ? name.trim() : target;
  return (
    <form
      className="rc-bar"
      onSubmit={(event) => {
        event.preventDefault();
        if (to !== '') void onGive(to);
      }}
    >
      <NativeSelect
        size="xs"
        aria-label={words.mapAssign}
        value={target}
        onChange={(event) => setTarget(event.currentTarget.value)}
        data={[
          { value: '', label: words.mapAssign },
          { value: NEW, label: words.mapNew },
          ...people.map((one) => ({ value: one.name, label: one.name.slice(0, 60) })),
        ]}
        data-testid="give-select"
      />
      {target === NEW ? (
        <TextInput
          size="xs"
          aria-label={words.mapNewName}
          placeholder={words.mapNewName}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          data-testid="give-name"
        />
      ) : null}
      <Button type="submit" disabled={to === ''} data-testid="give-button">
        {words.mapGive}
      </Button>
    </form>
  );
}
