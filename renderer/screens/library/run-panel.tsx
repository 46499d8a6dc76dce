import { Button, Progress } from '@mantine/core';
import {
  IconListCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import type { Episode } from '../../../main/model/index.ts';
import type { RunStatus } from '../../engine-client/index.ts';
import { fixed, LiveRegion, percent, roughly, strings, useCommands, useHint } from '../../ui/index.ts';
import type { LibraryCommands } from './commands.ts';
import { PlanDialog } from './plan-dialog.tsx';
import { RunDialog } from './run-dialog.tsx';

interface RunButtonsProps {
  readonly status: RunStatus | undefined;
  readonly commands: LibraryCommands;
  readonly hasEpisodes: boolean;
}

const words = strings.library;
const { cannot } = strings;

/** How the run is getting on, for the eye and for a screen reader. */
interface RunProgressProps {
  readonly status: RunStatus | undefined;
  readonly episodes: readonly Episode[];
  readonly commands: LibraryCommands;
}

export function RunProgress({ status, episodes, commands }: RunProgressProps): ReactElement | null {
  const [open, setOpen] = useState(false);
  const hint = useHint();
  useCommands('run-progress', {
    'run-details': {
      off: status?.running ? null : cannot.notRunning,
      run: () => setOpen(true),
    },
  });
  if (!status) return null;
  const finished = status.done + status.failed + status.skipped;
  const phase = strings.night.phases[status.phase];
  const parts = [
    status.paused ? strings.night.paused : null,
    phase === '' ? null : phase,
    words.progress(finished, status.total),
    status.failed > 0 ? words.failedCount(status.failed) : null,
    status.xRealtime === null ? null : words.speed(fixed(status.xRealtime, status.xRealtime < 10 ? 1 : 0)),
    status.secondsLeft === null ? null : words.left(roughly(status.secondsLeft)),
  ];
  const ended = status.total > 0 ? words.announceDone(status.done + status.skipped, status.failed) : '';
  const message = status.running
    ? words.announce(Math.round(status.fraction * 100), finished, status.total)
    : ended;
  return (
    <>
      {status.running ? (
        <div className="rc-run" data-testid="run-progress">
          <Progress value={status.fraction * 100} size={8} className="rc-grow" aria-label={words.run} />
          <span className="rc-number" data-testid="run-percent">
            {percent(status.fraction)}
          </span>
          <span className="rc-small rc-dim rc-nowrap">{parts.filter(Boolean).join(' · ')}</span>
          <Button
            variant="subtle"
            size="compact-xs"
            {...hint('run-details', strings.night.detailsHint)}
            onClick={() => setOpen(true)}
            data-testid="run-details-button"
          >
            {strings.night.details}
          </Button>
        </div>
      ) : null}
      {open && status.running ? (
        <RunDialog status={status} episodes={episodes} commands={commands} onClose={() => setOpen(false)} />
      ) : null}
      <LiveRegion message={message} />
    </>
  );
}

/** Scan, run and stop. */
export function RunButtons({ status, commands, hasEpisodes }: RunButtonsProps): ReactElement {
  const [scanning, setScanning] = useState(false);
  const [until, setUntil] = useState('');
  const [planning, setPlanning] = useState(false);
  const running = status?.running ?? false;
  const [looking, setLooking] = useState(false);
  const start = async (): Promise<void> => {
    setLooking(true);
    const redoes = await commands.redoes();
    setLooking(false);
    // What was done is not done again before somebody has seen why.
    if (redoes) setPlanning(true);
    else await commands.run(undefined, until === '' ? undefined : until);
  };
  const scan = async (): Promise<void> => {
    setScanning(true);
    await commands.scan();
    setScanning(false);
  };
  const hint = useHint();
  const early = status?.phase === 'planning' || status?.phase === 'scheduled';
  const begin = running ? cannot.running : !hasEpisodes ? cannot.noEpisodes : looking ? cannot.busy : null;
  const pause = (): void => void (status?.paused ? commands.resume() : commands.pause());
  useCommands('run', {
    scan: { off: running ? cannot.running : scanning && cannot.busy, run: () => void scan() },
    run: { off: begin, run: () => void start() },
    plan: { off: begin, run: () => setPlanning(true) },
    'pause-run': { off: running ? early && cannot.notPausable : cannot.notRunning, run: pause },
    'stop-run': { off: running ? null : cannot.notRunning, run: () => void commands.cancel() },
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRefresh size={15} />}
        loading={scanning}
        disabled={running}
        {...hint('scan', words.scanHint)}
        onClick={() => void scan()}
        data-testid="scan-button"
      >
        {words.scan}
      </Button>
      {running ? (
        <>
          <Button
            variant="default"
            leftSection={status?.paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
            {...hint('pause-run', strings.night.pauseHint)}
            disabled={early}
            onClick={pause}
            data-testid="pause-button"
          >
            {status?.paused ? strings.night.resume : strings.night.pause}
          </Button>
          <Button
            color="red"
            variant="light"
            leftSection={<IconPlayerStop size={15} />}
            {...hint('stop-run', words.cancelRun)}
            onClick={() => void commands.cancel()}
            data-testid="cancel-button"
          >
            {words.cancelRun}
          </Button>
        </>
      ) : (
        <>
          <Button
            leftSection={<IconPlayerPlay size={15} />}
            disabled={!hasEpisodes}
            {...hint('run', words.runAll)}
            loading={looking}
            onClick={() => void start()}
            data-testid="run-button"
          >
            {words.run}
          </Button>
          <Button
            variant="default"
            leftSection={<IconListCheck size={15} />}
            disabled={!hasEpisodes}
            {...hint('plan', strings.night.planHint)}
            onClick={() => setPlanning(true)}
            data-testid="plan-button"
          >
            {strings.night.planButton}
          </Button>
          {planning ? (
            <PlanDialog
              onStart={({ at, until: end }) => void commands.run(undefined, end, at)}
              onClose={() => setPlanning(false)}
            />
          ) : null}
          <label className="rc-until" title={words.untilHint}>
            {words.until}
            <input
              type="time"
              value={until}
              onChange={(event) => setUntil(event.currentTarget.value)}
              data-testid="until-input"
            />
          </label>
        </>
      )}
    </>
  );
}
