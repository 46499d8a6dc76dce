import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { call, type RecogniserWish } from '../../engine-client/index.ts';
import { strings } from '../../ui/index.ts';

const words = strings.settings.recogniser;

/** What each kind begins with. */
const FIRST: { readonly [K in RecogniserWish['kind']]: Extract<RecogniserWish, { kind: K }> } = {
  none: { kind: 'none' },
  command: { kind: 'command', line: '' },
  server: { kind: 'server', address: 'http://127.0.0.1:8000/v1', model: '', allowRemote: false },
  sherpa: { kind: 'sherpa', folder: '' },
};
const KINDS = ['none', 'command', 'server', 'sherpa'] as const;

/** Whether an address plainly is this machine's. The engine decides; this only warns while it is written. */
function isOwnMachine(address: string): boolean {
  // Not URL.canParse: the window may run on an older Chromium that lacks it.
  const hostname = /^[a-z]+:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/i.exec(address.trim())?.[1]?.toLowerCase();
  return (
    hostname === undefined ||
    hostname === '' ||
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(?:\.\d+){3}$/.test(hostname)
  );
}

interface RecogniserFormProps {
  readonly wish: RecogniserWish;
  readonly onChange: (wish: RecogniserWish) => void;
}

/** Which recogniser: its kind, and what that kind needs. */
export function RecogniserForm({ wish, onChange }: RecogniserFormProps): ReactElement {
  return (
    <>
      <SegmentedControl
        aria-label={words.kindLabel}
        data-testid="recogniser-kind"
        value={wish.kind}
        onChange={(value) => onChange(FIRST[KINDS.find((kind) => kind === value) ?? 'none'])}
        data={KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
      />
      {wish.kind === 'none' ? <p className="rc-dim">{words.noneHint}</p> : null}
      {wish.kind === 'command' ? (
        <TextInput
          label={words.line}
          description={words.lineHint}
          value={wish.line}
          maxLength={8000}
          spellCheck={false}
          onChange={(event) => onChange({ ...wish, line: event.currentTarget.value })}
          data-testid="recogniser-line"
        />
      ) : null}
      {wish.kind === 'server' ? <ServerFields wish={wish} onChange={onChange} /> : null}
      {wish.kind === 'sherpa' ? <FolderField wish={wish} onChange={onChange} /> : null}
    </>
  );
}

interface FieldsProps<K extends RecogniserWish['kind']> {
  readonly wish: Extract<RecogniserWish, { kind: K }>;
  readonly onChange: (wish: RecogniserWish) => void;
}

function ServerFields({ wish, onChange }: FieldsProps<'server'>): ReactElement {
  const leaves = !isOwnMachine(wish.address);
  return (
    <>
      <div className="rc-fields">
        <TextInput
          label={words.address}
          description={words.addressHint}
          value={wish.address}
          maxLength={2000}
          spellCheck={false}
          onChange={(event) => onChange({ ...wish, address: event.currentTarget.value })}
          data-testid="recogniser-address"
        />
        <TextInput
          label={words.model}
          description={words.modelHint}
          value={wish.model}
          maxLength={200}
          spellCheck={false}
          onChange={(event) => onChange({ ...wish, model: event.currentTarget.value })}
          data-testid="recogniser-model"
        />
      </div>
      {leaves || wish.allowRemote ? (
        <div className="rc-ask" role="alert" data-testid="recogniser-leaves">
          <p className="rc-bar">
            <IconAlertTriangle size={18} aria-hidden /> {words.leaves}
          </p>
          <Checkbox
            checked={wish.allowRemote}
            onChange={(event) => onChange({ ...wish, allowRemote: event.currentTarget.checked })}
            label={words.allowRemote}
            data-testid="recogniser-remote"
          />
        </div>
      ) : null}
    </>
  );
}

function FolderField({ wish, onChange }: FieldsProps<'sherpa'>): ReactElement {
  const browse = async (): Promise<void> => {
    const { path } = await call('app.chooseFolder', { title: words.folderTitle });
    if (path !== null) onChange({ ...wish, folder: path });
  };
  return (
    <div className="rc-bar rc-path-field">
      <TextInput
        className="rc-grow"
        label={words.folder}
        description={words.folderHint}
        value={wish.folder}
        maxLength={4096}
        spellCheck={false}
        onChange={(event) => onChange({ ...wish, folder: event.currentTarget.value })}
        data-testid="recogniser-folder"
      />
      <Button variant="default" onClick={() => void browse()}>
        {strings.common.browse}
      </Button>
    </div>
  );
}
