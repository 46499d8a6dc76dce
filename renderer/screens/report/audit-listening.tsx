import { Button, Kbd, NativeSelect } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useCallback, useEffect, useMemo } from 'react';
import { samplesToSeconds } from '../../../main/model/index.ts';
import {
  type AuditState,
  asEngineError,
  audioAddress,
  call,
  keys,
  useAudit,
  useCharacters,
  useEpisodes,
} from '../../engine-client/index.ts';
import {
  CharacterChip,
  coloursOfCast,
  Isolated,
  mainKey,
  noticeError,
  strings,
  useCommands,
  useHint,
} from '../../ui/index.ts';
import { playOnce, stopCompared } from '../../waveform/index.ts';

const words = strings.report;
/** A press of the mouse leaves the focus where it was: Space goes on playing and gives no answer again. */
const keepFocus = (event: { preventDefault(): void }): void => event.preventDefault();
interface Answer {
  readonly character: string | null;
  readonly unsure: boolean;
}

/** One utterance of the sample after another, without its label: listen, say who it is. */
export function AuditListening({ onDone }: { readonly onDone: () => void }): ReactElement | null {
  const client = useQueryClient();
  const current = useAudit().data?.current ?? null;
  const item = current?.items.find(({ answer }) => answer === null) ?? null;
  const series = useEpisodes().data?.find(({ id }) => id === item?.episode)?.series ?? '';
  const cast = useCharacters(series).data;
  const people = useMemo(() => (cast ?? []).filter(({ kind }) => kind === 'person'), [cast]);
  const colours = useMemo(() => coloursOfCast(cast ?? []), [cast]);
  const done = current?.items.filter(({ answer }) => answer !== null).length ?? 0;

  const play = useCallback(() => {
    if (item)
      void playOnce(audioAddress(item.episode), samplesToSeconds(item.start), samplesToSeconds(item.end));
  }, [item]);
  useEffect(() => {
    play();
    return () => stopCompared();
  }, [play]);

  const store = async (work: () => Promise<AuditState>): Promise<void> => {
    try {
      const state = await work();
      client.setQueryData(keys.audit, state);
      if (state.current === null) onDone();
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
  };
  const answer = ({ character, unsure }: Answer): void => {
    if (item) void store(() => call('audit.answer', { utterance: item.utterance, character, unsure }));
  };
  const finish = (): void => void store(() => call('audit.finish', {})).then(onDone);
  const hint = useHint();
  useCommands('audit-listening', {
    assign: {
      run: (chord) => {
        const keyed = people.find(({ key }) => String(key) === chord);
        if (keyed) answer({ character: keyed.name, unsure: false });
      },
    },
    nobody: { label: words.nobody, run: () => answer({ character: null, unsure: false }) },
    'play-pause': { label: words.again, run: play },
    'play-span': { label: words.again, run: play },
    'audit-unsure': { run: () => answer({ character: null, unsure: true }) },
    'audit-finish': { run: finish },
    'audit-start': { off: strings.cannot.listening, run: () => undefined },
    back: { label: words.leave, run: onDone },
  });

  if (current === null || item === null) return null;
  const others = people.filter(({ key }) => key === null);
  return (
    <section className="rc-card rc-audit" data-testid="audit-listening">
      <div className="rc-bar">
        <h2 className="rc-grow">{words.who}</h2>
        <span className="rc-number rc-dim" data-testid="audit-progress">
          {words.asked(done + 1, current.items.length)}
        </span>
      </div>
      <p className="rc-words">
        <Isolated text={item.text} />
      </p>
      <div className="rc-cast">
        {people
          .filter(({ key }) => key !== null)
          .sort((a, b) => (a.key ?? 0) - (b.key ?? 0))
          .map(({ name, key }) => (
            <button
              key={name}
              type="button"
              className="rc-cast-key"
              aria-keyshortcuts={String(key)}
              onMouseDown={keepFocus}
              onClick={() => answer({ character: name, unsure: false })}
            >
              <kbd>{key}</kbd>
              <CharacterChip name={name} colours={colours} />
            </button>
          ))}
      </div>
      <div className="rc-bar rc-audit-actions">
        {others.length === 0 ? null : (
          <NativeSelect
            size="xs"
            aria-label={words.other}
            value=""
            onChange={(event) => answer({ character: event.currentTarget.value, unsure: false })}
            data={[
              { value: '', label: words.other },
              ...others.map(({ name }) => ({ value: name, label: name.slice(0, 60) })),
            ]}
          />
        )}
        <Button
          variant="default"
          rightSection={<Kbd size="xs">{mainKey('nobody')}</Kbd>}
          onMouseDown={keepFocus}
          onClick={() => answer({ character: null, unsure: false })}
        >
          {strings.common.nobody}
        </Button>
        <Button
          variant="default"
          rightSection={<Kbd size="xs">{mainKey('audit-unsure')}</Kbd>}
          onMouseDown={keepFocus}
          onClick={() => answer({ character: null, unsure: true })}
        >
          {words.unsure}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlayerPlayFilled size={13} />}
          {...hint('play-pause', words.again)}
          onMouseDown={keepFocus}
          onClick={play}
        >
          {words.again}
        </Button>
        <span className="rc-grow" />
        <Button
          variant="subtle"
          color="gray"
          {...hint('audit-finish', words.finish)}
          onClick={finish}
          data-testid="audit-finish"
        >
          {words.finish}
        </Button>
      </div>
    </section>
  );
}
