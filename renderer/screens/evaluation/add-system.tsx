import { Button, Checkbox, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import {
  asEngineError,
  call,
  type EvaluationSet,
  evaluationKeys,
  type ModelQuestion,
} from '../../engine-client/index.ts';
import { noticeError, strings } from '../../ui/index.ts';
import { useWork } from './work.ts';

const words = strings.evaluation;
const FIRST: ModelQuestion = {
  address: 'http://127.0.0.1:8000/v1',
  model: '',
  voice: '',
  textOnly: false,
  allowRemote: false,
  timeLimitSeconds: 120,
  attempts: 3,
};

interface AddSystemProps {
  readonly set: EvaluationSet;
  /** False where nothing could be collected. */
  readonly onAsk: (name: string, question: ModelQuestion) => Promise<boolean>;
}

/** The forms that bring a system into the comparison. */
export function AddSystem({ set, onAsk }: AddSystemProps): ReactElement {
  const client = useQueryClient();
  const busy = useWork(({ working }) => working !== null);
  const [from, setFrom] = useState<'model' | 'folder'>('model');
  const [name, setName] = useState('');
  const [folder, setFolder] = useState('');
  const [question, setQuestion] = useState(FIRST);
  const change = (part: Partial<ModelQuestion>): void => setQuestion({ ...question, ...part });
  const add = async (): Promise<void> => {
    try {
      await call('evaluation.addFolder', { set: set.id, name: name.trim(), folder: folder.trim() });
      setName('');
      setFolder('');
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
    void client.invalidateQueries({ queryKey: evaluationKeys.list });
  };
  const browse = async (): Promise<void> => {
    const { path } = await call('app.chooseFolder', { title: words.folderTitle });
    if (path !== null) setFolder(path);
  };
  const ready =
    name.trim() !== '' &&
    (from === 'folder'
      ? folder.trim() !== ''
      : question.model.trim() !== '' && question.address.trim() !== '');
  return (
    <form
      className="rc-form rc-add-system"
      onSubmit={(event) => {
        event.preventDefault();
        if (from === 'folder') void add();
        else void onAsk(name.trim(), question).then((done) => done && setName(''));
      }}
    >
      <SegmentedControl
        size="xs"
        value={from}
        onChange={(value) => setFrom(value === 'folder' ? 'folder' : 'model')}
        data={[
          { value: 'model', label: words.ask },
          { value: 'folder', label: words.fromFolderTab },
        ]}
      />
      <TextInput
        size="xs"
        label={words.name}
        description={words.nameHint}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
        data-testid="system-name"
      />
      {from === 'folder' ? (
        <div className="rc-bar rc-path-field">
          <TextInput
            className="rc-grow"
            size="xs"
            label={words.folder}
            description={words.folderHint}
            value={folder}
            onChange={(event) => setFolder(event.currentTarget.value)}
            spellCheck={false}
            data-testid="system-folder"
          />
          <Button variant="default" onClick={() => void browse()}>
            {strings.common.browse}
          </Button>
        </div>
      ) : (
        <>
          <div className="rc-fields">
            <TextInput
              size="xs"
              label={words.address}
              description={words.addressHint}
              value={question.address}
              onChange={(event) => change({ address: event.currentTarget.value })}
              spellCheck={false}
              data-testid="model-address"
            />
            <TextInput
              size="xs"
              label={words.model}
              description={'\u00a0'}
              value={question.model}
              onChange={(event) => change({ model: event.currentTarget.value })}
              spellCheck={false}
              data-testid="model-name"
            />
            <TextInput
              size="xs"
              label={words.voice}
              description={words.voiceHint}
              value={question.voice}
              onChange={(event) => change({ voice: event.currentTarget.value })}
              spellCheck={false}
            />
            <div className="rc-bar rc-bottom">
              <NumberInput
                size="xs"
                label={words.timeLimit}
                min={1}
                max={3600}
                value={question.timeLimitSeconds}
                onChange={(value) =>
                  change({ timeLimitSeconds: Math.min(3600, Math.max(1, Number(value) || 120)) })
                }
              />
              <NumberInput
                size="xs"
                label={words.attempts}
                min={1}
                max={10}
                value={question.attempts}
                onChange={(value) => change({ attempts: Math.min(10, Math.max(1, Number(value) || 3)) })}
                data-testid="model-attempts"
              />
            </div>
          </div>
          <Checkbox
            size="xs"
            checked={question.textOnly}
            onChange={(event) => change({ textOnly: event.currentTarget.checked })}
            label={words.textOnly}
          />
          <Checkbox
            size="xs"
            checked={question.allowRemote}
            onChange={(event) => change({ allowRemote: event.currentTarget.checked })}
            label={words.remote}
          />
        </>
      )}
      <div className="rc-bar">
        <Button type="submit" disabled={!ready || busy} data-testid="add-system">
          {from === 'folder' ? words.addFolder : words.askButton}
        </Button>
      </div>
    </form>
  );
}
