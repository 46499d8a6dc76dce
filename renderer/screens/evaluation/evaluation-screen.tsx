import { Button, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import {
  asEngineError,
  type EvaluationSet,
  showInFolder,
  useEvaluationResult,
  useEvaluations,
} from '../../engine-client/index.ts';
import { BackButton, Isolated, strings, useCommands, useHint } from '../../ui/index.ts';
import { ClipsCard } from './clips-card.tsx';
import { CompareCard } from './compare-card.tsx';
import { NewSet } from './new-set.tsx';
import { ResultCard } from './result-card.tsx';
import { SystemsCard } from './systems-card.tsx';
import { cancelWork, forgetWork, useWork } from './work.ts';

const words = strings.evaluation;

interface EvaluationScreenProps {
  readonly extras: ReactNode;
  readonly onBack: () => void;
}

/** ARP-Eval from the test set to the comparison, each step under the one before. */
export function EvaluationScreen({ extras, onBack }: EvaluationScreenProps): ReactElement {
  const loaded = useEvaluations();
  const busy = useWork(({ working }) => working !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  useEffect(() => forgetWork(), []);
  const sets = loaded.data ?? [];
  const set = sets.find(({ id }) => id === chosen) ?? sets[0];
  const hint = useHint();
  useCommands('evaluation', {
    'evaluation-set': {
      off: busy ? strings.cannot.busy : set === undefined || making ? strings.cannot.noSet : null,
      run: () => setMaking(true),
    },
    'evaluation-stop': { off: busy ? null : strings.cannot.idle, run: cancelWork },
  });
  return (
    <main className="rc-page-screen" data-testid="evaluation-screen">
      <header className="rc-header">
        <BackButton label={strings.common.back} onClick={onBack} />
        <h1 className="rc-title">{words.title}</h1>
        <span className="rc-grow" />
        {sets.length > 1 ? (
          <NativeSelect
            className="rc-set-select"
            size="xs"
            aria-label={words.sets}
            value={set?.id ?? ''}
            disabled={busy}
            onChange={(event) => {
              forgetWork();
              setChosen(event.currentTarget.value);
              setMaking(false);
            }}
            data={sets.map(({ id, series }, at) => ({
              value: id,
              label: words.setLabel(series.slice(0, 50), sets.length - at),
            }))}
          />
        ) : null}
        {set !== undefined && !making ? (
          <Button
            variant="default"
            leftSection={<IconPlus size={15} />}
            disabled={busy}
            onClick={() => setMaking(true)}
            {...hint('evaluation-set', words.another)}
            data-testid="another-set"
          >
            {words.another}
          </Button>
        ) : null}
        {extras}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="rc-report rc-evaluation" tabIndex={0} aria-label={words.title}>
        {loaded.error ? (
          <p role="alert">
            {loaded.error.message} {asEngineError(loaded.error).remedy}
          </p>
        ) : loaded.data === undefined ? null : set === undefined || making ? (
          <NewSet
            onMade={(id) => {
              setChosen(id);
              setMaking(false);
            }}
          />
        ) : (
          <TestSet key={set.id} set={set} />
        )}
      </section>
    </main>
  );
}

function TestSet({ set }: { readonly set: EvaluationSet }): ReactElement {
  const result = useEvaluationResult(set.id, set.report !== null).data;
  return (
    <>
      <section className="rc-card" data-testid="test-set">
        <div className="rc-bar">
          <h2 className="rc-grow">
            <Isolated text={set.series} />
          </h2>
          <Button variant="default" onClick={() => showInFolder(set.directory)}>
            {words.show}
          </Button>
        </div>
        <p>{words.setSummary(set.characters.length, set.prompts)}</p>
        <p className="rc-dim">
          <Isolated text={words.heldBack(set.heldOut.join(', '))} />
        </p>
        <ul className="rc-tags">
          {set.characters.slice(0, 60).map(({ name, prompts }) => (
            <li key={name}>
              <Isolated text={name} /> <span className="rc-dim rc-number">{words.perCharacter(prompts)}</span>
            </li>
          ))}
        </ul>
      </section>
      <SystemsCard set={set} />
      <CompareCard set={set} />
      {set.report !== null && result ? (
        <>
          <ResultCard set={set} report={set.report} result={result} />
          <ClipsCard key={set.report.at} set={set.id} result={result} />
        </>
      ) : null}
    </>
  );
}
