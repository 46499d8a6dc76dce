import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { samplesToSeconds } from '../../../main/model/index.ts';
import { audioAddress, type CharacterSummary, useExemplars } from '../../engine-client/index.ts';
import { CharacterChip, Isolated, preciseClock, strings, useCommands, useHint } from '../../ui/index.ts';
import { playOnce, stopCompared } from '../../waveform/index.ts';
import { VoiceSample } from './voice-sample.tsx';

const words = strings.characters;
const EXEMPLARS = 6;
const short = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

interface CharacterDetailProps {
  readonly character: CharacterSummary;
  readonly people: readonly CharacterSummary[];
  readonly colours: ReadonlyMap<string, string>;
  readonly onRename: (change: { from: string; to: string }) => Promise<void>;
  readonly onKey: (key: number) => Promise<void>;
  /** Null leaves it to the episodes. */
  readonly onGuest: (isGuest: boolean | null) => Promise<void>;
}

/** One character: names, number key, voice. */
export function CharacterDetail(props: CharacterDetailProps): ReactElement {
  const { character, people, colours, onRename, onKey, onGuest } = props;
  const [name, setName] = useState(character.name);
  const [other, setOther] = useState('');
  const exemplars = useExemplars(character.series, character.name, EXEMPLARS);
  useEffect(() => () => stopCompared(), []);
  const nameField = useRef<HTMLInputElement>(null);
  const mergeField = useRef<HTMLSelectElement>(null);
  const [example] = exemplars.data ?? [];
  const hint = useHint();
  useCommands('character', {
    'rename-character': { run: () => nameField.current?.select() },
    'merge-characters': { run: () => mergeField.current?.focus() },
    'hear-character': {
      off: example === undefined ? words.noExemplars : null,
      run: () => {
        if (example === undefined) return;
        const { episode, start, end } = example;
        void playOnce(audioAddress(episode), samplesToSeconds(start), samplesToSeconds(end));
      },
    },
  });
  return (
    <section className="rc-card" data-testid="character-detail">
      <h2>
        <CharacterChip name={character.name} colours={colours} />
      </h2>
      <p className="rc-dim">
        {character.aliases.length === 0 ? words.noAliases : `${words.aliases}: `}
        <Isolated text={character.aliases.slice(0, 40).join(', ')} />
      </p>
      <form
        className="rc-bar rc-bottom"
        onSubmit={(event) => {
          event.preventDefault();
          void onRename({ from: character.name, to: name.trim() });
        }}
      >
        <TextInput
          className="rc-grow"
          ref={nameField}
          {...hint('rename-character')}
          label={words.rename}
          size="xs"
          dir="auto"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-testid="rename-input"
        />
        <Button
          type="submit"
          variant="default"
          disabled={name.trim() === '' || name.trim() === character.name}
          data-testid="rename-button"
        >
          {words.renameAction}
        </Button>
        <NativeSelect
          label={words.key}
          size="xs"
          value={String(character.key ?? '')}
          onChange={(event) => {
            const key = Number(event.currentTarget.value);
            if (key > 0) void onKey(key);
          }}
          data={[
            ...(character.key === null ? [{ value: '', label: words.noKey }] : []),
            ...Array.from({ length: 9 }, (_, at) => ({ value: String(at + 1), label: String(at + 1) })),
          ]}
          data-testid="key-select"
        />
        <NativeSelect
          label={words.part}
          size="xs"
          value={character.isGuestSaid ? (character.guest === null ? 'main' : 'guest') : ''}
          onChange={({ currentTarget: { value } }) => void onGuest(value === '' ? null : value === 'guest')}
          data={[
            {
              value: '',
              label: character.isGuestSaid ? words.partByEpisodes : words.partLeft(character.guest !== null),
            },
            { value: 'guest', label: words.partGuest },
            { value: 'main', label: words.partMain },
          ]}
          data-testid="guest-select"
        />
      </form>
      <div className="rc-bar rc-bottom">
        <NativeSelect
          className="rc-grow"
          ref={mergeField}
          {...hint('merge-characters')}
          label={words.merge}
          size="xs"
          value={other}
          onChange={(event) => setOther(event.currentTarget.value)}
          data={[
            { value: '', label: words.mergeWith },
            ...people
              .filter((one) => one.name !== character.name)
              .map((one) => ({ value: one.name, label: short(one.name) })),
          ]}
          data-testid="merge-select"
        />
        <Button
          variant="default"
          disabled={other === ''}
          title={other === '' ? undefined : words.mergeAction(short(character.name), short(other))}
          onClick={() => void onRename({ from: character.name, to: other })}
          data-testid="merge-button"
        >
          {words.mergeButton}
        </Button>
      </div>
      <h3>{words.exemplars}</h3>
      {exemplars.data?.length === 0 ? <p className="rc-dim">{words.noExemplars}</p> : null}
      <ul className="rc-plain rc-exemplars">
        {exemplars.data?.map((utterance) => (
          <li key={utterance.id}>
            <VoiceSample
              utterance={utterance}
              length={(seconds) => preciseClock(seconds, 1)}
              testId="exemplar"
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
