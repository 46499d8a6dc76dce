import { Alert, Button, Checkbox, Modal, Progress, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { asEngineError, call, onEvent } from '../../engine-client/index.ts';
import { clock, strings, useReturnFocus } from '../../ui/index.ts';

const words = strings.export;
const FORMATS = ['audiofolder', 'jsonl'] as const;
type Format = (typeof FORMATS)[number];

/** Chooses what to write and where, writes it, and says what was written. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  useReturnFocus();
  const [directory, setDirectory] = useState('');
  const [formats, setFormats] = useState<ReadonlySet<Format>>(new Set(FORMATS));
  const [acceptedOnly, setAcceptedOnly] = useState(false);
  const [progress, setProgress] = useState({ fraction: 0, message: '' });
  useEffect(() => onEvent('export.progress', setProgress), []);
  const run = useMutation({
    mutationFn: () =>
      call('export.run', {
        directory: directory.trim(),
        wish: {
          formats: FORMATS.filter((format) => formats.has(format)),
          clips: { codec: 'flac', rate: 16_000, padding: 0, fade: 0, level: null },
          split: null,
          acceptedOnly,
          characters: null,
          gates: {},
        },
      }),
    onMutate: () => setProgress({ fraction: 0, message: '' }),
  });
  const browse = async (): Promise<void> => {
    const { path } = await call('app.chooseFolder', { title: words.folderTitle });
    if (path !== null) setDirectory(path);
  };
  const error = run.error === null ? null : asEngineError(run.error);
  return (
    <Modal opened onClose={onClose} title={words.title} size={520} data-testid="export-dialog">
      <form
        className="rc-form"
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate();
        }}
      >
        <Checkbox.Group
          label={words.formats}
          value={[...formats]}
          onChange={(values) => setFormats(new Set(FORMATS.filter((format) => values.includes(format))))}
        >
          <div className="rc-form rc-tight">
            {FORMATS.map((format) => (
              <Checkbox
                key={format}
                value={format}
                label={words[format]}
                description={words[`${format}Hint`]}
                data-testid={`format-${format}`}
              />
            ))}
          </div>
        </Checkbox.Group>
        <Checkbox
          checked={acceptedOnly}
          onChange={(event) => setAcceptedOnly(event.currentTarget.checked)}
          label={words.acceptedOnly}
          data-testid="accepted-only"
        />
        <div className="rc-bar rc-path-field">
          <TextInput
            className="rc-grow"
            label={words.folder}
            description={words.folderHint}
            value={directory}
            onChange={(event) => setDirectory(event.currentTarget.value)}
            spellCheck={false}
            data-testid="export-folder"
            data-autofocus
          />
          <Button variant="default" size="sm" onClick={() => void browse()}>
            {strings.common.browse}
          </Button>
        </div>
        {run.isPending ? (
          <div data-testid="export-progress">
            <Progress value={progress.fraction * 100} aria-label={words.title} />
            <p className="rc-dim rc-small">
              <bdi>{progress.message.slice(0, 200)}</bdi>
            </p>
          </div>
        ) : null}
        {error === null ? null : (
          <Alert
            color="red"
            icon={<IconAlertTriangle size={18} />}
            title={<bdi>{error.message}</bdi>}
            role="alert"
          >
            <bdi>{error.remedy}</bdi>
          </Alert>
        )}
        {run.data ? (
          <Alert
            color="teal"
            icon={<IconCheck size={18} />}
            title={words.done}
            role="status"
            data-testid="export-done"
          >
            <p>{words.summary(run.data.utterances, clock(run.data.seconds), run.data.characters.length)}</p>
            <Button
              variant="light"
              color="teal"
              onClick={() =>
                void call('app.showInFolder', { path: run.data.directory }).catch(() => undefined)
              }
            >
              {words.show}
            </Button>
          </Alert>
        ) : null}
        <div className="rc-bar rc-end">
          <Button variant="default" onClick={onClose}>
            {strings.common.close}
          </Button>
          <Button
            type="submit"
            loading={run.isPending}
            disabled={directory.trim() === '' || formats.size === 0}
            data-testid="export-run-button"
          >
            {words.run}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
