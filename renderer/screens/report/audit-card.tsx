import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { type AuditResult, asEngineError, call, keys, useAudit } from '../../engine-client/index.ts';
import {
  Isolated,
  moment,
  noticeError,
  percent,
  percentage,
  strings,
  useCommands,
  useHint,
} from '../../ui/index.ts';

const words = strings.report;
const SIZES = ['20', '50', '100', '200', '400'];

const share = (value: number): string => (value < 0.1 ? percentage(value, 1, 1) : percent(value));

/** Begins an audit, and shows what the finished ones found. */
export function AuditCard({ onListen }: { readonly onListen: () => void }): ReactElement {
  const client = useQueryClient();
  const audit = useAudit();
  const [size, setSize] = useState('50');
  const start = async (): Promise<void> => {
    try {
      client.setQueryData(keys.audit, await call('audit.start', { series: null, size: Number(size) }));
      onListen();
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
  };
  const hint = useHint();
  useCommands('audit', {
    'audit-start': { run: () => void start() },
    'audit-resume': { off: audit.data?.current ? null : strings.cannot.noAudit, run: onListen },
  });
  const results = audit.data?.results ?? [];
  return (
    <section className="rc-card" data-testid="audit">
      <h2>{words.audit}</h2>
      <p className="rc-dim">{words.auditHint}</p>
      <div className="rc-bar rc-bottom">
        <NativeSelect
          size="xs"
          label={words.size}
          value={size}
          onChange={(event) => setSize(event.currentTarget.value)}
          data={SIZES}
          data-testid="audit-size"
        />
        <Button onClick={() => void start()} {...hint('audit-start')} data-testid="audit-start">
          {words.start}
        </Button>
        {audit.data?.current ? (
          <Button variant="default" onClick={onListen} {...hint('audit-resume')} data-testid="audit-resume">
            {words.resume}
          </Button>
        ) : null}
      </div>
      {results.length === 0 ? <p className="rc-dim">{words.noAudit}</p> : null}
      {results.map((result) => (
        <Result key={result.id} result={result} />
      ))}
    </section>
  );
}

function Result({ result }: { readonly result: AuditResult }): ReactElement {
  return (
    <article className="rc-audit-result" data-testid="audit-result">
      <h3>
        {result.judged === 0
          ? words.noResult
          : words.result(share(result.rate), share(result.low), share(result.high))}
      </h3>
      <p className="rc-dim rc-small">
        {words.resultHint(result.judged, result.population, result.unsure, result.seed)} ·{' '}
        {moment(result.finishedAt)}
      </p>
      <ul className="rc-plain">
        {result.wrong.slice(0, 100).map((wrong) => (
          <li key={wrong.utterance}>
            “<Isolated text={wrong.text} />”{' '}
            <span className="rc-dim">
              <Isolated text={words.wrong(wrong.label, wrong.heard ?? strings.common.nobody)} />
            </span>
          </li>
        ))}
      </ul>
    </article>
  );
}
