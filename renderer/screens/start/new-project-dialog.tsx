import { Alert, Button, Modal, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { asEngineError, call, type ProjectSummary } from '../../engine-client/index.ts';
import { strings, useReturnFocus } from '../../ui/index.ts';

interface NewProjectDialogProps {
  readonly library: string;
  readonly onClose: () => void;
  readonly onMade: (project: ProjectSummary) => void;
}

const words = strings.start;

/** Asks where the library lies and where the project shall lie, and makes it. */
export function NewProjectDialog(props: NewProjectDialogProps): ReactElement {
  useReturnFocus();
  const [library, setLibrary] = useState(props.library);
  const [project, setProject] = useState('');
  const make = useMutation({
    mutationFn: () => call('project.create', { project: project.trim(), library: library.trim() }),
    onSuccess: props.onMade,
  });
  const error = make.error === null ? null : asEngineError(make.error);
  const browseLibrary = async (): Promise<void> => {
    const { path } = await call('app.chooseFolder', { title: words.libraryTitle });
    if (path !== null) setLibrary(path);
  };
  const browseProject = async (): Promise<void> => {
    const { path } = await call('app.chooseNewProject', {});
    if (path !== null) setProject(path);
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={words.newProject}
      size={560}
      data-testid="new-project-dialog"
    >
      <form
        className="rc-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <PathField
          label={words.library}
          hint={words.libraryHint}
          value={library}
          onChange={setLibrary}
          onBrowse={() => void browseLibrary()}
          testId="library-path"
          focus={props.library === ''}
        />
        <PathField
          label={words.place}
          hint={words.placeHint}
          value={project}
          onChange={setProject}
          onBrowse={() => void browseProject()}
          testId="project-path"
          focus={props.library !== ''}
        />
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
        <div className="rc-bar rc-end">
          <Button variant="default" onClick={props.onClose}>
            {strings.common.cancel}
          </Button>
          <Button
            type="submit"
            loading={make.isPending}
            disabled={library.trim() === '' || project.trim() === ''}
            data-testid="create-project-button"
          >
            {words.create}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface PathFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBrowse: () => void;
  readonly testId: string;
  readonly focus: boolean;
}

function PathField({ label, hint, value, onChange, onBrowse, testId, focus }: PathFieldProps): ReactElement {
  return (
    <div className="rc-bar rc-path-field">
      <TextInput
        className="rc-grow"
        label={label}
        description={hint}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        spellCheck={false}
        data-testid={testId}
        data-autofocus={focus ? true : undefined}
      />
      <Button variant="default" size="sm" onClick={onBrowse} data-testid={`${testId}-browse`}>
        {strings.common.browse}
      </Button>
    </div>
  );
}
