import { Alert, Button, Loader, Progress } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { asEngineError, call, type ModelCheck, type ModelState, onEvent } from '../../engine-client/index.ts';
import { bytesText, Isolated, noticeError, noticeGood, strings } from '../../ui/index.ts';

const words = strings.settings;

/** The models: what is there, what may be pulled, where each runs. */
export function ModelsTab({ inProject }: { readonly inProject: boolean }): ReactElement {
  const models = useQuery({ queryKey: ['models'], queryFn: () => call('models.list', {}), staleTime: 0 });
  const check = useMutation({ mutationFn: () => call('models.check', {}) });
  const [progress, setProgress] = useState<{ id: string; bytes: number; total: number } | null>(null);
  useEffect(() => onEvent('models.progress', setProgress), []);
  const pull = useMutation({
    mutationFn: (id: string) => call('models.pull', { id }),
    onMutate: (id) => setProgress({ id, bytes: 0, total: 0 }),
    onSettled: () => {
      setProgress(null);
      void models.refetch();
    },
  });
  const take = async (): Promise<void> => {
    const { path } = await call('app.chooseFile', { title: words.takeTitle, extensions: ['onnx', '*'] });
    if (path === null) return;
    try {
      const { id } = await call('models.take', { file: path });
      noticeGood(words.taken(id));
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
    void models.refetch();
  };
  const use = async (id: string): Promise<void> => {
    try {
      await call('models.use', { id });
      noticeGood(words.usedNow);
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
    void models.refetch();
  };
  const failed = pull.error === null ? null : asEngineError(pull.error);
  return (
    <section className="rc-settings" data-testid="models">
      <div className="rc-bar">
        <p className="rc-dim rc-grow">{words.modelsHint}</p>
        <Button variant="default" onClick={() => void take()} data-testid="take-model">
          {words.take}
        </Button>
        <Button
          variant="default"
          loading={check.isPending}
          onClick={() => check.mutate()}
          data-testid="check-models"
        >
          {words.checkModels}
        </Button>
      </div>
      {failed === null || failed.kind === 'cancelled' ? null : (
        <Alert
          color="red"
          icon={<IconAlertTriangle size={18} />}
          title={<bdi>{failed.message.slice(0, 400)}</bdi>}
          role="alert"
          data-testid="pull-problem"
        >
          <bdi>{failed.remedy.slice(0, 400)}</bdi>
        </Alert>
      )}
      {models.isPending ? <Loader size="sm" /> : null}
      <ul className="rc-plain rc-models">
        {models.data?.map((model) => (
          <Model
            key={model.id}
            model={model}
            inProject={inProject}
            check={check.data?.find(({ id }) => id === model.id) ?? null}
            progress={progress?.id === model.id ? progress : null}
            busy={pull.isPending}
            onPull={() => pull.mutate(model.id)}
            onUse={() => void use(model.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface ModelProps {
  readonly model: ModelState;
  readonly inProject: boolean;
  readonly check: ModelCheck | null;
  readonly progress: { readonly bytes: number; readonly total: number } | null;
  readonly busy: boolean;
  readonly onPull: () => void;
  readonly onUse: () => void;
}

function Model({ model, inProject, check, progress, busy, onPull, onUse }: ModelProps): ReactElement {
  const { id, title, kind, size, licence, state, address, used } = model;
  return (
    <li className="rc-model" data-testid="model" data-id={id}>
      <div className="rc-bar">
        <b className="rc-grow">
          <Isolated text={title} />
        </b>
        {used ? <span className="rc-good-text rc-small">{words.used}</span> : null}
        {state === 'installed' && !used && kind === 'speaker-encoder' && inProject ? (
          <Button variant="default" size="compact-xs" title={words.useHint} onClick={onUse}>
            {words.use}
          </Button>
        ) : null}
        {state !== 'installed' && address !== null ? (
          progress === null ? (
            <Button
              variant="default"
              size="compact-xs"
              disabled={busy}
              title={address}
              onClick={onPull}
              data-testid="pull-model"
            >
              {words.pull(bytesText(size))}
            </Button>
          ) : (
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => void call('models.cancel', {}).catch(() => undefined)}
              data-testid="cancel-pull"
            >
              {strings.common.cancel}
            </Button>
          )
        ) : null}
      </div>
      <p className="rc-dim rc-small">
        <Isolated
          text={[words.modelKind[kind], words.modelState[state], bytesText(size), licence, id].join(' · ')}
        />
      </p>
      {progress === null ? null : (
        <>
          <Progress
            value={progress.total === 0 ? 0 : (100 * progress.bytes) / progress.total}
            aria-label={words.pulling(id)}
          />
          <p className="rc-dim rc-small rc-number">
            {words.pulled(bytesText(progress.bytes), bytesText(progress.total))}
          </p>
        </>
      )}
      {check === null ? null : (
        <p className={`rc-small ${check.ok ? 'rc-good-text' : 'rc-bad-text'}`} data-testid="model-check">
          <bdi>
            {[
              check.message,
              check.provider === null ? null : words.runsOn(check.provider),
              ...check.notes,
              check.remedy,
            ]
              .filter(Boolean)
              .join(' ')
              .slice(0, 800)}
          </bdi>
        </p>
      )}
    </li>
  );
}
