import { type ReactElement, type ReactNode, useState } from 'react';
import { type MeasureReport, useMeasures, useMorning } from '../../engine-client/index.ts';
import { BackButton, clock, numeral, strings } from '../../ui/index.ts';
import { AuditCard } from './audit-card.tsx';
import { AuditListening } from './audit-listening.tsx';
import { Figure } from './figure.tsx';
import { MorningCard } from './morning-card.tsx';

const words = strings.report;

interface ReportScreenProps {
  readonly extras: ReactNode;
  readonly onBack: () => void;
  /** Opens an episode at an utterance. */
  readonly onReview: (episode: string, utterance?: string) => void;
  readonly onLibrary: () => void;
}

/** What the last run left behind, what the review costs a person, and how right the labels are, judged blindly. */
export function ReportScreen({ extras, onBack, onReview, onLibrary }: ReportScreenProps): ReactElement {
  const measures = useMeasures();
  const morning = useMorning();
  const [listening, setListening] = useState(false);
  return (
    <main className="rc-page-screen" data-testid="report-screen">
      <header className="rc-header">
        <BackButton label={strings.common.back} onClick={onBack} />
        <h1 className="rc-title">{words.title}</h1>
        <span className="rc-grow" />
        {extras}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="rc-report" tabIndex={0} aria-label={words.title}>
        {listening ? (
          <AuditListening onDone={() => setListening(false)} />
        ) : (
          <>
            {morning.data === undefined ? null : (
              <MorningCard morning={morning.data} onReview={onReview} onLibrary={onLibrary} />
            )}
            {measures.data ? <Work report={measures.data} /> : null}
            <AuditCard onListen={() => setListening(true)} />
          </>
        )}
      </section>
    </main>
  );
}

/** Less accepted speech than this, in seconds, says nothing about an hour of it. */
const LEAST_ACCEPTED = 60;

const figure = (value: number | null): string => (value === null ? '–' : numeral(value, value < 10 ? 1 : 0));

function Work({ report }: { readonly report: MeasureReport }): ReactElement {
  const count = Object.values(report.decisions).reduce((sum, each) => sum + each, 0);
  const kinds = Object.entries(words.kinds).flatMap(([kind, word]) => {
    const number = report.decisions[kind] ?? 0;
    if (number === 0) return [];
    const pace = report.perMinuteByKind[kind];
    const counted = `${numeral(number)} ${word}`;
    return [pace === undefined ? counted : words.withPace(counted, figure(pace))];
  });
  return (
    <section className="rc-card" data-testid="measures">
      <h2>{words.work}</h2>
      <p className="rc-dim">{words.workHint}</p>
      <dl className="rc-figures">
        <Figure
          value={figure(report.acceptedSeconds < LEAST_ACCEPTED ? null : report.minutesPerAcceptedHour)}
          label={words.perHour}
        />
        <Figure value={figure(report.decisionsPerMinute)} label={words.perMinute} />
        <Figure value={figure(report.keystrokesPerDecision)} label={words.perDecision} />
        <Figure value={clock(report.seconds)} label={words.time} />
        <Figure value={clock(report.acceptedSeconds)} label={words.accepted} />
        <Figure value={figure(count)} label={words.decisions} />
      </dl>
      <p className="rc-dim">{kinds.length === 0 ? words.nothingYet : kinds.join(' · ')}</p>
    </section>
  );
}
