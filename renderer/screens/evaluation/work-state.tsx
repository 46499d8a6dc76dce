import { Alert, Button, Progress } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { LiveRegion, strings, useHint } from '../../ui/index.ts';
import { cancelWork, useWork, type WorkKind } from './work.ts';

const words = strings.evaluation;

/** Progress of what is being done, with the button that ends it; else what went wrong. */
export function WorkState({ of }: { readonly of: readonly WorkKind[] }): ReactElement | null {
  const { working, problem } = useWork();
  const hint = useHint();
  if (working !== null && of.includes(working.kind)) {
    const label =
      working.kind === 'collect' ? words.working.collect(working.name) : words.working[working.kind];
    return (
      <div className="rc-work" data-testid="evaluation-progress">
        <div className="rc-bar">
          <span className="rc-grow">
            <bdi>{label.slice(0, 120)}</bdi>{' '}
            <span className="rc-dim">
              {working.step === null
                ? null
                : words.step[working.step.what](working.step.done, working.step.of)}
            </span>
          </span>
          <Button
            variant="default"
            {...hint('evaluation-stop')}
            onClick={cancelWork}
            data-testid="evaluation-cancel"
          >
            {strings.common.cancel}
          </Button>
        </div>
        <Progress value={working.fraction * 100} aria-label={label.slice(0, 120)} />
        {working.kind === 'collect' ? <p className="rc-dim rc-small">{words.keeps}</p> : null}
        <LiveRegion message={`${label.slice(0, 80)} ${Math.round(working.fraction * 100)}%`} />
      </div>
    );
  }
  if (problem === null || working !== null || !of.includes(problem.kind)) return null;
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={18} />}
      title={<bdi>{problem.message.slice(0, 400)}</bdi>}
      role="alert"
      data-testid="evaluation-problem"
    >
      <bdi>{problem.remedy.slice(0, 400)}</bdi>
    </Alert>
  );
}
