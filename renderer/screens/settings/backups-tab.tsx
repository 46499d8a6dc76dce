import { Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { asEngineError, call } from '../../engine-client/index.ts';
import { bytesText, moment, noticeError, noticeGood, strings } from '../../ui/index.ts';

const words = strings.settings;

/** The backups of the project's decisions: made by every run, and by hand; any of them can be brought back. */
export function BackupsTab(): ReactElement {
  const backups = useQuery({ queryKey: ['backups'], queryFn: () => call('backups.list', {}), gcTime: 0 });
  const [asking, setAsking] = useState<string | null>(null);
  const act = async (work: () => Promise<unknown>, done: string): Promise<void> => {
    setAsking(null);
    try {
      await work();
      noticeGood(done);
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
    void backups.refetch();
  };
  return (
    <section className="rc-settings" data-testid="backups">
      <div className="rc-bar">
        <p className="rc-dim rc-grow">{words.backupsHint}</p>
        <Button
          variant="default"
          onClick={() => void act(() => call('backups.make', {}), words.backupMade)}
          data-testid="make-backup"
        >
          {words.makeBackup}
        </Button>
      </div>
      {backups.isPending ? <Loader size="sm" /> : null}
      {backups.data?.length === 0 ? <p className="rc-dim">{words.noBackups}</p> : null}
      <ul className="rc-plain">
        {backups.data?.map(({ file, bytes, madeAt }) => (
          <li key={file} className="rc-backup" data-testid="backup">
            <div className="rc-bar">
              <span className="rc-grow">{moment(madeAt)}</span>
              <span className="rc-dim rc-number">{bytesText(bytes)}</span>
              <Button
                variant="default"
                size="compact-xs"
                onClick={() => setAsking(file)}
                data-testid="restore-backup"
              >
                {words.restore}
              </Button>
            </div>
            {asking === file ? (
              <div className="rc-ask" role="alert">
                <p>{words.restoreAsk}</p>
                <div className="rc-bar">
                  <Button
                    color="red"
                    onClick={() => void act(() => call('backups.restore', { file }), words.restored)}
                    data-testid="restore-sure"
                  >
                    {words.restoreSure}
                  </Button>
                  <Button variant="default" onClick={() => setAsking(null)}>
                    {strings.common.cancel}
                  </Button>
                </div>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
