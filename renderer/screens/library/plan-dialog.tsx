import { Button, Loader, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { asEngineError, call, type ForeseenRun } from '../../engine-client/index.ts';
import { Isolated, roughly, strings, useReturnFocus } from '../../ui/index.ts';

const words = strings.night;
type Foreseen = ForeseenRun['episodes'][number];

export interface StartTimes {
  readonly at?: string;
  readonly until?: string;
}

interface PlanDialogProps {
  readonly onStart: (times: StartTimes) => void;
  readonly onClose: () => void;
}

/** What a run would do and why, before it starts; and when it is to start and to end. */
export function PlanDialog({ onStart, onClose }: PlanDialogProps): ReactElement {
  useReturnFocus();
  const [at, setAt] = useState('');
  const [until, setUntil] = useState('');
  const plan = useQuery({
    queryKey: ['plan'],
    queryFn: () => call('run.foresee', {}),
    gcTime: 0,
    staleTime: 0,
  });
  return (
    <Modal opened onClose={onClose} title={words.plan} size={620} data-testid="plan-dialog">
      <div className="rc-night">
        {plan.isPending ? <Loader size="sm" /> : null}
        {plan.error ? (
          <p role="alert">
            {plan.error.message} {asEngineError(plan.error).remedy}
          </p>
        ) : null}
        {plan.data === undefined ? null : <Plan plan={plan.data} />}
        <div className="rc-bar">
          <label className="rc-until">
            {words.startAt}
            <input
              type="time"
              value={at}
              data-testid="plan-at"
              onChange={(event) => setAt(event.currentTarget.value)}
            />
          </label>
          <label className="rc-until">
            {words.until}
            <input
              type="time"
              value={until}
              data-testid="plan-until"
              onChange={(event) => setUntil(event.currentTarget.value)}
            />
          </label>
          <span className="rc-grow" />
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            data-testid="plan-start"
            onClick={() => {
              onStart({ ...(at === '' ? {} : { at }), ...(until === '' ? {} : { until }) });
              onClose();
            }}
          >
            {words.start}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Plan({ plan }: { readonly plan: ForeseenRun }): ReactElement {
  const work = plan.episodes.filter(({ action }) => action === 'work');
  const cannot = plan.episodes.filter(({ action }) => action === 'cannot');
  const done = plan.episodes.length - work.length - cannot.length;
  const groups = new Map<string, Foreseen[]>();
  for (const each of work) {
    const key = JSON.stringify([each.reasons, each.stages, each.kept]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return (
    <div className="rc-night-plan" data-testid="plan">
      {[...groups].map(([key, group]) => (
        <Group key={key} group={group} />
      ))}
      {cannot.map((each) => (
        <div key={each.id} className="rc-night-group">
          <b>
            <Isolated text={each.title} />
          </b>
          <bdi>{each.problem?.message.slice(0, 1000)}</bdi>
          <bdi className="rc-remedy">{each.problem?.remedy.slice(0, 1000)}</bdi>
        </div>
      ))}
      {work.length + cannot.length + plan.voices.length === 0 ? (
        <p>{words.planNothing}</p>
      ) : done > 0 ? (
        <p className="rc-dim">{words.planDone(done)}</p>
      ) : null}
      {plan.voices.map((series) => (
        <p key={series} className="rc-dim">
          {words.planVoices(series.slice(0, 200))}
        </p>
      ))}
      {plan.secondsExpected !== null && work.length > 0 ? (
        <p className="rc-dim">{words.planTime(roughly(plan.secondsExpected))}</p>
      ) : null}
    </div>
  );
}

function Group({ group }: { readonly group: readonly Foreseen[] }): ReactElement | null {
  const [first] = group;
  if (first === undefined) return null;
  const stages = (list: Foreseen['stages']): string => list.map((stage) => words.stageWord[stage]).join(', ');
  return (
    <div className="rc-night-group">
      <b>
        {words.planWork(group.length)}: {first.reasons.map((reason) => words.reason[reason]).join(', ')}
      </b>
      <span>
        {words.todo}: {stages(first.stages)}
      </span>
      {first.kept.length === 0 ? null : (
        <span className="rc-dim">
          {words.stays}: {stages(first.kept)}
        </span>
      )}
      <details>
        <summary>{words.planWork(group.length)}</summary>
        <ul>
          {group.slice(0, 500).map(({ id, title }) => (
            <li key={id}>
              <Isolated text={title} />
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
