import { Button, NativeSelect } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { type GateReport, gateName, samplesToSeconds } from '../../../main/model/index.ts';
import { audioAddress, call, type ExportChoice, type ProcedureOutput } from '../../engine-client/index.ts';
import { clock, Isolated, numeral, preciseClock, strings } from '../../ui/index.ts';
import { playOnce, stopCompared } from '../../waveform/index.ts';
import { gateInWords, ruleInWords } from './values.ts';

const words = strings.export;
const SIZE = 30;

interface LeftOutCardProps {
  readonly choice: ExportChoice;
  readonly report: GateReport;
}

/** What stays out and why, with a random sample of it to be heard. */
export function LeftOutCard({ choice, report }: LeftOutCardProps): ReactElement {
  const held = report.gates.filter(({ alone }) => alone.utterances > 0);
  const isNone = held.length === 0 && report.rules.length === 0;
  return (
    <section className="rc-card" data-testid="export-left-out">
      <h2>{words.outside}</h2>
      {isNone ? <p className="rc-dim">{words.outsideNone}</p> : null}
      <ul className="rc-plain rc-small">
        {held.map(({ gate, alone }) => (
          <li key={gate} className="rc-held-row">
            <span>{words.gates[gate][0]}</span>
            <span className="rc-number">{numeral(alone.utterances)}</span>
            <span className="rc-number rc-dim">{clock(alone.seconds)}</span>
          </li>
        ))}
        {report.rules.map(({ reason, utterances, seconds }) => (
          <li key={reason} className="rc-held-row rc-dim">
            <span>{ruleInWords(reason)}</span>
            <span className="rc-number">{numeral(utterances)}</span>
            <span className="rc-number">{clock(seconds)}</span>
          </li>
        ))}
      </ul>
      {isNone ? null : <Sample choice={choice} report={report} />}
    </section>
  );
}

type LeftOut = ProcedureOutput<'export.sample'>[number];

function Sample({ choice, report }: LeftOutCardProps): ReactElement {
  const [asked, setAsked] = useState('');
  const [seed, setSeed] = useState(1);
  const [at, setAt] = useState(0);
  const reasons = [
    ...report.gates
      .filter(({ alone }) => alone.utterances > 0)
      .map(({ gate }) => ({ value: gate as string, label: words.gates[gate][0] as string })),
    ...report.rules.map(({ reason }) => ({ value: reason, label: ruleInWords(reason) })),
  ];
  // What held something back may hold nothing back any more.
  const reason = reasons.some(({ value }) => value === asked) ? asked : '';
  const { acceptedOnly, characters, gates } = choice;
  const wanted = { acceptedOnly, characters, gates, reason: reason === '' ? null : reason, size: SIZE, seed };
  const drawn = useQuery({
    queryKey: ['export-sample', wanted],
    queryFn: () => call('export.sample', wanted),
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: 0,
  }).data;
  const place = Math.min(at, Math.max(0, (drawn?.length ?? 0) - 1));
  const shown = drawn?.[place];
  useEffect(() => () => stopCompared(), []);
  const goTo = (next: number): void => {
    setAt(next);
    const utterance = drawn?.[next];
    if (utterance) play(utterance);
  };
  return (
    <div className="rc-sample" data-testid="export-sample">
      <h3>{words.listen}</h3>
      <p className="rc-dim rc-small">{words.listenHint}</p>
      <div className="rc-bar rc-bottom">
        <NativeSelect
          className="rc-grow"
          size="xs"
          label={words.listenTo}
          value={reason}
          onChange={(event) => {
            setAsked(event.currentTarget.value);
            setAt(0);
          }}
          data={[{ value: '', label: words.anyGate }, ...reasons]}
          data-testid="sample-reason"
        />
        <Button
          variant="default"
          onClick={() => {
            setSeed((before) => before + 1);
            setAt(0);
          }}
        >
          {words.redraw}
        </Button>
      </div>
      {shown === undefined ? (
        <p className="rc-dim rc-small">{words.sampleNone}</p>
      ) : (
        <>
          <Words utterance={shown} />
          <div className="rc-bar">
            <Button
              leftSection={<IconPlayerPlayFilled size={13} />}
              disabled={shown.end <= shown.start}
              onClick={() => play(shown)}
              data-testid="sample-play"
            >
              {words.play}
            </Button>
            <Button
              variant="default"
              disabled={place === 0}
              onClick={() => goTo(place - 1)}
              data-testid="sample-previous"
            >
              {words.previous}
            </Button>
            <Button
              variant="default"
              disabled={drawn === undefined || place + 1 >= drawn.length}
              onClick={() => goTo(place + 1)}
              data-testid="sample-next"
            >
              {words.next}
            </Button>
            <span className="rc-grow" />
            <span className="rc-number rc-dim rc-small">{words.sampleOf(place + 1, drawn?.length ?? 0)}</span>
          </div>
        </>
      )}
    </div>
  );
}

const play = ({ episode, start, end }: LeftOut): void => {
  if (end > start) void playOnce(audioAddress(episode), samplesToSeconds(start), samplesToSeconds(end));
};

function Words({ utterance }: { readonly utterance: LeftOut }): ReactElement {
  const { speaker, text, start, end, reasons } = utterance;
  return (
    <div className="rc-sample-words" aria-live="polite">
      <p>
        <b>
          <Isolated text={speaker ?? strings.common.nobody} />
        </b>{' '}
        <span className="rc-number rc-dim rc-small">
          {preciseClock(samplesToSeconds(start), 1)} · {preciseClock(samplesToSeconds(end - start), 1)}
        </span>
      </p>
      <p className="rc-sample-text">
        <bdi>{text}</bdi>
      </p>
      <p className="rc-dim rc-small" data-testid="sample-reasons">
        {reasons
          .map(({ sentence, gate, value }) => {
            const named = gateName.safeParse(gate);
            return named.success ? gateInWords(named.data, value) : ruleInWords(sentence);
          })
          .join(', ')}
      </p>
    </div>
  );
}
