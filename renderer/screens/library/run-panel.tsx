import { Button, Progress } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import type { RunStatus } from '../../engine-client/index.ts';
import { LiveRegion, percent, roughly, strings } from '../../ui/index.ts';
import type { LibraryCommands } from './commands.ts';

interface RunPanelProps {
  readonly status: RunStatus | undefined;
  readonly commands: LibraryCommands;
  readonly hasEpisodes: boolean;
}

const words = strings.library;

/** Scan, run, stop, and how the run is getting on. */
export function RunPanel({ status, commands, hasEpisodes }: RunPanelProps): ReactElement {
  const [scanning, setScanning] = useState(false);
  const running = status?.running ?? false;
  const finished = status ? status.done + status.failed + status.skipped : 0;
  const scan = async (): Promise<void> => {
    setScanning(true);
    await commands.scan();
    setScanning(false);
  };
  const message = !status
    ? ''
    : running
      ? words.announce(Math.round(status.fraction * 100), finished, status.total)
      : status.total > 0
        ? words.announceDone(status.done + status.skipped, status.failed)
        : '';
  return (
    <>
      {running && status ? (
        <div className="rc-run" data-testid="run-progress">
          <Progress value={status.fraction * 100} size={8} className="rc-grow" aria-label={words.run} />
          <span className="rc-number" data-testid="run-percent">
            {percent(status.fraction)}
          </span>
          <span className="rc-small rc-dim rc-nowrap">
            {[
              words.progress(finished, status.total),
              status.failed > 0 ? words.failedCount(status.failed) : null,
              status.xRealtime === null ? null : words.speed(status.xRealtime.toFixed(status.xRealtime < 10 ? 1 : 0)),
              status.secondsLeft === null ? null : words.left(roughly(status.secondsLeft)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </div>
      ) : (
        <span className="rc-grow" />
      )}
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
        <Button
          leftSection={<IconPlayerPlay size={15} />}
          disabled={!hasEpisodes}
          title={words.runAll}
          onClick={() => void commands.run()}
          data-testid="run-button"
        >
          {words.run}
        </Button>
      )}
      <LiveRegion message={message} />
    </>
  );
}
