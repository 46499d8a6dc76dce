import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import {
  type EvaluatedSystem,
  type EvaluationResult,
  type EvaluationSet,
  openReport,
  showInFolder,
} from '../../engine-client/index.ts';
import { fixed, moment, noticeError, strings } from '../../ui/index.ts';
import { CharacterTable } from './character-table.tsx';
import { type ChartRow, describe, IntervalChart } from './interval-chart.tsx';

const words = strings.evaluation;

interface ResultCardProps {
  readonly set: EvaluationSet;
  readonly report: NonNullable<EvaluationSet['report']>;
  readonly result: EvaluationResult;
}

/** The systems between ceiling and floor, in pictures and figures. */
export function ResultCard({ set, report, result }: ResultCardProps): ReactElement {
  const { ceiling, floor, systems, comparisons, judge } = result;
  const rows = (of: (overall: EvaluatedSystem['overall']) => ChartRow['estimate']): ChartRow[] => [
    { label: words.real, kind: 'ceiling', estimate: of(ceiling.overall) },
    ...systems.map(({ name, overall }) => ({ label: name, kind: 'system' as const, estimate: of(overall) })),
    { label: words.others, kind: 'floor', estimate: of(floor.overall) },
  ];
  const judged = (of: 'character' | 'fit'): ChartRow[] =>
    (judge?.systems ?? []).map((system, at) => ({
      label: at === 0 ? words.real : system.name,
      kind: at === 0 ? 'ceiling' : 'system',
      estimate: system[of],
    }));
  const open = async (): Promise<void> => {
    if (!(await openReport(report.file))) noticeError(words.reportFailed, words.reportRemedy);
  };
  return (
    <section className="rc-card" data-testid="evaluation-result">
      <div className="rc-bar">
        <h2 className="rc-grow">{words.result}</h2>
        <Button
          variant="default"
          leftSection={<IconExternalLink size={15} />}
          onClick={() => void open()}
          data-testid="open-report"
        >
          {words.openReport}
        </Button>
        <Button variant="default" onClick={() => showInFolder(report.file)}>
          {words.show}
        </Button>
      </div>
      <p className="rc-dim">{words.resultAt(moment(report.at))}</p>
      <IntervalChart
        title={words.voiceMeasure}
        hint={words.voiceHint2}
        rows={rows((all) => all.similarity)}
      />
      <IntervalChart title={words.marginMeasure} hint={words.marginHint} rows={rows((all) => all.margin)} />
      <IntervalChart title={words.wordsMeasure} hint={words.wordsHint} rows={rows((all) => all.content)} />
      {result.withoutWords.length === 0 ? null : (
        <p className="rc-dim rc-small">
          {words.withoutWords(result.withoutWords.slice(0, 30).join(', ').slice(0, 600))}
        </p>
      )}
      {judge === null ? null : (
        <>
          <IntervalChart title={words.fidelityMeasure} rows={judged('character')} />
          <IntervalChart title={words.fitMeasure} rows={judged('fit')} />
        </>
      )}
      {comparisons.length === 0 ? null : (
        <>
          <h3>{words.pairs}</h3>
          <ul className="rc-list-dots" data-testid="pairs">
            {comparisons.slice(0, 60).map(({ measure, first, second, difference, probability }) => (
              <li key={`${measure} ${first} ${second}`}>
                <bdi>
                  {words.pair[measure](first.slice(0, 60), second.slice(0, 60), describe(difference))}
                </bdi>{' '}
                <span className="rc-dim">({words.certain(fixed(probability, 3))})</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="rc-dim rc-small">{words.context}</p>
      <CharacterTable key={set.id} result={result} />
    </section>
  );
}
