import { Alert, Button, Progress, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { call, showInFolder } from '../../engine-client/index.ts';
import { clock, LiveRegion, roughly, strings, useCommands, useHint } from '../../ui/index.ts';
import type { Job } from './export-job.ts';

const words = strings.export;
const { cannot } = strings;
const stop = (): void => void call('export.cancel', {}).catch(() => undefined);
const STEPS = { export: words.working, verify: words.checking, pack: words.packing } as const;

interface RunCardProps {
  readonly job: Job;
  readonly directory: string;
  readonly canRun: boolean;
  readonly onDirectory: (directory: string) => void;
  readonly onRun: () => void;
}

/** Where it goes, the button, how far it is, and what came of it. */
export function RunCard({ job, directory, canRun, onDirectory, onRun }: RunCardProps): ReactElement {
  const browse = async (): Promise<void> => {
    const { path } = await call('app.chooseFolder', { title: words.folderTitle });
    if (path !== null) onDirectory(path);
  };
  const isWorking = job.kind === 'working';
  const busy = isWorking ? cannot.exporting : null;
  useCommands('export-run', {
    'export-run': {
      off: busy ?? (!canRun ? cannot.nothingToExport : directory.trim() === '' ? cannot.noFolder : null),
      run: onRun,
    },
    'export-folder': { off: busy, run: () => void browse() },
    'export-stop': { off: isWorking ? null : cannot.notExporting, run: stop },
  });
  const hint = useHint();
  return (
    <form
      className="rc-card"
      data-testid="export-run"
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      <div className="rc-bar rc-bottom">
        <TextInput
          className="rc-grow"
          size="xs"
          label={words.folder}
          description={words.folderHint}
          value={directory}
          maxLength={4096}
          disabled={isWorking}
          onChange={(event) => onDirectory(event.currentTarget.value)}
          data-testid="export-folder"
        />
        <Button
          variant="default"
          disabled={isWorking}
          {...hint('export-folder')}
          onClick={() => void browse()}
        >
          {strings.common.browse}
        </Button>
      </div>
      {isWorking ? (
        <Working job={job} />
      ) : (
        <>
          <Outcome job={job} />
          <Button
            type="submit"
            size="sm"
            disabled={!canRun || directory.trim() === ''}
            {...hint('export-run')}
            data-testid="export-run-button"
          >
            {words.run}
          </Button>
        </>
      )}
    </form>
  );
}

function Working({ job }: { readonly job: Extract<Job, { kind: 'working' }> }): ReactElement {
  const hint = useHint();
  const percent = Math.floor(job.fraction * 100);
  return (
    <div className="rc-working" data-testid="export-progress">
      <Progress value={job.fraction * 100} aria-label={STEPS[job.step]} size="sm" />
      <div className="rc-bar">
        <span className="rc-grow rc-small">
          {STEPS[job.step]} · {percent}%
          {job.secondsLeft === null ? '' : ` · ${words.left(roughly(job.secondsLeft))}`}
        </span>
        <Button
          variant="default"
          {...hint('export-stop', words.cancel)}
          onClick={stop}
          data-testid="export-cancel"
        >
          {words.cancel}
        </Button>
      </div>
      <LiveRegion message={words.progress(percent)} />
    </div>
  );
}

function Outcome({ job }: { readonly job: Job }): ReactElement | null {
  switch (job.kind) {
    case 'failed':
      return (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} role="alert" data-testid="export-error">
          <p>
            <bdi>{job.error.message.slice(0, 1000)}</bdi>
          </p>
          <p>
            <bdi>{job.error.remedy.slice(0, 500)}</bdi>
          </p>
        </Alert>
      );
    case 'cancelled':
      return (
        <p role="status" className="rc-dim rc-small" data-testid="export-cancelled">
          {words.cancelled}
        </p>
      );
    case 'packed':
      return (
        <Alert color="teal" icon={<IconCheck size={18} />} role="status" data-testid="pack-done">
          <p>{words.trainingDone(job.outcome.examples)}</p>
          <Button variant="default" onClick={() => showInFolder(job.outcome.directory)}>
            {words.show}
          </Button>
        </Alert>
      );
    case 'done':
      return <Done job={job} />;
    default:
      return null;
  }
}

function Done({ job }: { readonly job: Extract<Job, { kind: 'done' }> }): ReactElement {
  const { outcome, verified } = job;
  const faults = verified === null ? 0 : verified.findings.length + verified.more;
  return (
    <Alert
      color={faults > 0 ? 'red' : 'teal'}
      icon={faults > 0 ? <IconAlertTriangle size={18} /> : <IconCheck size={18} />}
      role="status"
      data-testid="export-done"
    >
      <div className="rc-form rc-tight">
        <p>{words.done}</p>
        <p>{words.summary(outcome.utterances, clock(outcome.seconds), outcome.characters.length)}</p>
        <p data-testid="export-verified" data-ok={verified?.ok ?? false}>
          {verified === null
            ? words.notVerified
            : verified.ok
              ? words.verified(verified.files)
              : words.faults(faults)}
        </p>
        {faults > 0 && verified !== null ? (
          <ul className="rc-plain rc-small">
            {verified.findings.slice(0, 10).map(({ file, message }) => (
              <li key={`${file} ${message}`}>
                <bdi>{file}</bdi>: <bdi>{message}</bdi>
              </li>
            ))}
            {faults > 10 ? <li>{words.moreFaults(faults - 10)}</li> : null}
          </ul>
        ) : null}
        <div>
          <Button variant="default" onClick={() => showInFolder(outcome.directory)} data-testid="export-show">
            {words.show}
          </Button>
        </div>
      </div>
    </Alert>
  );
}
