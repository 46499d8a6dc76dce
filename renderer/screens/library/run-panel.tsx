import { Button, Progress } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import type { RunStatus } from '../../engine-client/index.ts';
import { LiveRegion, percent, roughly, strings } from '../../ui/index.ts';
import type { LibraryCommands } from './commands.ts';

interface RunButtonsProps {
  readonly status: RunStatus | undefined;
  readonly commands: LibraryCommands;
  readonly hasEpisodes: boolean;
}

const words = strings.library;

/** How the run is getting on, for the eye and for a screen reader. */
export function RunProgress({ status }: { readonly status: RunStatus | undefined }): ReactElement | null {
  if (!status) return null;
  const finished = status.done + status.failed + status.skipped;
  const parts = [
    words.progress(finished, status.total),
    status.failed > 0 ? words.failedCount(status.failed) : null,
    status.xRealtime === null ? null : words.speed(status.xRealtime.toFixed(status.xRealtime < 10 ? 1 : 0)),
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
        </div>
      ) : null}
      <LiveRegion message={message} />
    </>
  );
}

/** Scan, run and stop. */
export function RunButtons({ status, commands, hasEpisodes }: RunButtonsProps): ReactElement {
  const [scanning, setScanning] = useState(false);
  const [until, setUntil] = useState('');
  const running = status?.running ?? false;
  const scan = async (): Promise<void> => {
    setScanning(true);
    await commands.scan();
    setScanning(false);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRefresh size={15} />}
        loading={scanning}
        disabled={running}
        title={words.scanHint}
        onClick={() => void scan()}
        data-testid="scan-button"
      >
        {words.scan}
      </Button>
      {running ? (
        <Button
          color="red"
          variant="light"
          leftSection={<IconPlayerStop size={15} />}
          onClick={() => void commands.cancel()}
          data-testid="cancel-button"
        >
          {words.cancelRun}
        </Button>
      ) : (
        <>
          <Button
            leftSection={<IconPlayerPlay size={15} />}
            disabled={!hasEpisodes}
            title={words.runAll}
            onClick={() => void commands.run(undefined, until === '' ? undefined : until)}
            data-testid="run-button"
          >
            {words.run}
          </Button>
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
