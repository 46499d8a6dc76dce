import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import {
  asEngineError,
  call,
  type EventPayload,
  onEvent,
  type ProjectSummary,
} from './engine-client/index.ts';
import { noticeError, strings } from './ui/index.ts';

/** Says that the engine is gone; once it is back, opens the project again and reads everything anew. */
export function EngineBanner({ project }: { readonly project: ProjectSummary | null }): ReactElement | null {
  const client = useQueryClient();
  const [state, setState] = useState<EventPayload<'engine.state'>>({ state: 'running', message: '' });
  const path = project?.path ?? null;
  useEffect(() => {
    let wasAway = false;
    return onEvent('engine.state', (now) => {
      setState(now);
      if (now.state === 'running' && wasAway) {
        const ready =
          path === null ? Promise.resolve() : call('project.open', { project: path }).then(() => undefined);
        void ready
          .catch((thrown: unknown) => {
            const error = asEngineError(thrown);
            noticeError(error.message, error.remedy);
          })
          .then(() => client.invalidateQueries());
      }
      wasAway = now.state !== 'running';
    });
  }, [client, path]);
  if (state.state === 'running') return null;
  return (
    <Alert
      className="rc-banner"
      color={state.state === 'failed' ? 'red' : 'yellow'}
      icon={<IconAlertTriangle size={18} />}
      role="alert"
      data-testid="engine-banner"
    >
      {strings.engine[state.state]} <bdi className="rc-dim">{state.message.slice(0, 500)}</bdi>
    </Alert>
  );
}
