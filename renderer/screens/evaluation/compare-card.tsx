import { Alert, Button, Checkbox, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { call, type EvaluationSet } from '../../engine-client/index.ts';
import { strings, useCommands, useHint } from '../../ui/index.ts';
import { useWork, work } from './work.ts';
import { WorkState } from './work-state.tsx';

const words = strings.evaluation;

/** Begins a comparison of all systems that have answers. */
export function CompareCard({ set }: { readonly set: EvaluationSet }): ReactElement {
  const client = useQueryClient();
  const { working, warnings } = useWork();
  const [withJudge, setWithJudge] = useState(false);
  const [address, setAddress] = useState('http://127.0.0.1:8000/v1');
  const [model, setModel] = useState('');
  const answered = set.systems.some((system) => system.answered > 0);
  const judge = withJudge ? { address: address.trim(), model: model.trim(), allowRemote: false } : null;
  const compare = async (): Promise<void> => {
    const done = await work(client, 'score', '', () => call('evaluation.score', { set: set.id, judge }));
    if (done !== null) useWork.setState({ warnings: done.warnings });
  };
  const ready = answered && (judge === null || (judge.model !== '' && judge.address !== ''));
  const hint = useHint();
  useCommands('evaluation-compare', {
    'evaluation-compare': {
      off: working !== null ? strings.cannot.busy : !ready && strings.cannot.notReady,
      run: () => void compare(),
    },
  });
  return (
    <section className="rc-card" data-testid="compare">
      <h2>{words.compare}</h2>
      <p className="rc-dim">{words.compareHint}</p>
      {set.report?.stale ? (
        <Alert color="yellow" icon={<IconInfoCircle size={18} />} role="status" data-testid="stale">
          {words.stale}
        </Alert>
      ) : null}
      <Checkbox
        size="xs"
        checked={withJudge}
        onChange={(event) => setWithJudge(event.currentTarget.checked)}
        label={words.judge}
        description={words.judgeHint}
        data-testid="with-judge"
      />
      {withJudge ? (
        <div className="rc-fields">
          <TextInput
            size="xs"
            label={words.judgeAddress}
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            spellCheck={false}
          />
          <TextInput
            size="xs"
            label={words.judgeModel}
            value={model}
            onChange={(event) => setModel(event.currentTarget.value)}
            spellCheck={false}
          />
        </div>
      ) : null}
      <WorkState of={['score']} />
      {warnings.length === 0 ? null : (
        <ul className="rc-list-dots rc-small rc-warning-text" data-testid="score-warnings">
          {warnings.slice(0, 30).map((warning) => (
            <li key={warning}>
              <bdi>{warning.slice(0, 400)}</bdi>
            </li>
          ))}
        </ul>
      )}
      <div className="rc-bar">
        <Button
          disabled={!ready || working !== null}
          {...hint('evaluation-compare')}
          onClick={() => void compare()}
          data-testid="compare-button"
        >
          {set.report === null ? words.compare : words.compareAgain}
        </Button>
      </div>
    </section>
  );
}
