import { Alert, Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { samplesToSeconds } from '../../../main/model/index.ts';
import {
  asEngineError,
  call,
  type EngineError,
  type RecogniserTrial,
  type RecogniserWish,
} from '../../engine-client/index.ts';
import { clock, fixed, noticeGood, percent, strings } from '../../ui/index.ts';
import { RecogniserForm } from './recogniser-form.tsx';

const words = strings.settings.recogniser;
/** A line is read to its end; more than this is none. */
const LONGEST = 1000;
const cancelTrial = (): void => void call('recogniser.cancel', {}).catch(() => undefined);

/** What the project does with the recogniser that it names. */
function stateOf({ kind }: RecogniserWish, chosenHere: boolean): string {
  if (kind === 'none') return words.stateNone;
  return chosenHere ? words.stateUsed : words.stateForeign;
}

const isSame = (a: RecogniserWish, b: RecogniserWish): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The speech recogniser that checks the project's texts: chosen, and tried on a line first. */
export function RecogniserTab(): ReactElement {
  const stored = useQuery({ queryKey: ['recogniser'], queryFn: () => call('recogniser.get', {}), gcTime: 0 });
  const [changed, setChanged] = useState<RecogniserWish | null>(null);
  const [turn, setTurn] = useState(0);
  const trial = useMutation({
    mutationFn: (wanted: { wish: RecogniserWish; turn: number }) => call('recogniser.try', wanted),
  });
  const choose = useMutation({
    mutationFn: (wish: RecogniserWish) => call('recogniser.choose', wish),
    onSuccess: async (_nothing, wish) => {
      await stored.refetch();
      setChanged(null);
      noticeGood(wish.kind === 'none' ? words.noneNow : words.usedNow);
    },
  });
  // A program that hangs must not outlive what started it.
  useEffect(() => cancelTrial, []);
  if (stored.data === undefined)
    return stored.error ? <Problem error={asEngineError(stored.error)} /> : <Loader size="sm" />;
  const { wish: used, chosenHere } = stored.data;
  const wish = changed ?? used;
  const isNew = !isSame(wish, used);
  const tryIt = (which: number): void => {
    setTurn(which);
    choose.reset();
    trial.mutate({ wish, turn: which });
  };
  const problem = choose.error ?? trial.error;
  const failed = problem === null ? null : asEngineError(problem);
  return (
    <section className="rc-settings" data-testid="recogniser">
      <p className="rc-dim">{words.hint}</p>
      <p className="rc-bar rc-small" data-testid="recogniser-privacy">
        <IconLock size={16} aria-hidden />
        {wish.kind === 'server' && wish.allowRemote ? words.privacyOff : words.privacy}
      </p>
      <RecogniserForm
        wish={wish}
        onChange={(next) => {
          setChanged(next);
          trial.reset();
          choose.reset();
        }}
      />
      <div className="rc-bar">
        {wish.kind === 'none' ? null : (
          <Button
            variant="default"
            loading={trial.isPending}
            onClick={() => tryIt(trial.data === undefined ? turn : turn + 1)}
            data-testid="recogniser-try"
          >
            {trial.data === undefined ? words.tryIt : words.tryAnother}
          </Button>
        )}
        {trial.isPending ? (
          <Button variant="default" onClick={cancelTrial} data-testid="recogniser-cancel">
            {strings.common.cancel}
          </Button>
        ) : null}
        <span className="rc-grow" />
        <span className="rc-dim rc-small" role="status" data-testid="recogniser-state">
          {isNew ? words.stateChanged : stateOf(used, chosenHere)}
        </span>
        <Button
          disabled={!isNew && chosenHere}
          loading={choose.isPending}
          onClick={() => choose.mutate(wish)}
          data-testid="recogniser-use"
        >
          {wish.kind === 'none' ? words.useNone : words.use}
        </Button>
      </div>
      {failed === null || failed.kind === 'cancelled' ? null : <Problem error={failed} />}
      {trial.data === undefined ? null : <Trial trial={trial.data} />}
    </section>
  );
}

function Problem({ error }: { readonly error: EngineError }): ReactElement {
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={18} />}
      title={<bdi>{error.message.slice(0, 600)}</bdi>}
      role="alert"
      data-testid="recogniser-problem"
    >
      <bdi>{error.remedy.slice(0, 600)}</bdi>
    </Alert>
  );
}

/** What it heard, under what the text says. */
function Trial({ trial }: { readonly trial: RecogniserTrial }): ReactElement {
  const { recogniser, episode, start, text, heard, wordErrorRate, seconds } = trial;
  return (
    <dl className="rc-trial" data-testid="recogniser-trial" aria-live="polite">
      <dt>
        <bdi>{words.trialText(episode.slice(0, 200), clock(samplesToSeconds(start)))}</bdi>
      </dt>
      <dd>
        <bdi>{`“${text.slice(0, LONGEST)}”`}</bdi>
      </dd>
      <dt>
        <bdi>{words.trialHeard(recogniser.slice(0, 80))}</bdi>
      </dt>
      <dd data-testid="recogniser-heard">
        {heard === '' ? words.heardNothing : <bdi>{`“${heard.slice(0, LONGEST)}”`}</bdi>}
      </dd>
      <dt>{words.trialOutcome}</dt>
      <dd data-testid="recogniser-outcome">
        {[
          wordErrorRate === null
            ? words.notCompared
            : wordErrorRate === 0
              ? words.sameWords
              : words.differs(percent(Math.min(1, wordErrorRate))),
          words.took(fixed(seconds, 1)),
        ].join(' · ')}
      </dd>
    </dl>
  );
}
