import { Notification } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { type ReactElement, useEffect } from 'react';
import { create } from 'zustand';
import { strings } from './strings.ts';

interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'good';
  readonly message: string;
  readonly remedy: string;
}

interface Notices {
  readonly list: readonly Notice[];
  readonly add: (notice: Omit<Notice, 'id'>) => void;
  readonly remove: (id: number) => void;
}

let nextId = 1;
const useNotices = create<Notices>((set) => ({
  list: [],
  // The same words twice say nothing new: the older one goes.
  add: (notice) =>
    set(({ list }) => ({
      list: [...list.filter((old) => old.message !== notice.message).slice(-3), { ...notice, id: nextId++ }],
    })),
  remove: (id) => set(({ list }) => ({ list: list.filter((notice) => notice.id !== id) })),
}));

/** Shows an error with its remedy until it is dismissed or half a minute has passed. */
export const noticeError = (message: string, remedy: string): void =>
  useNotices.getState().add({ kind: 'error', message, remedy });

/** Shows a short good word for a few seconds. */
export const noticeGood = (message: string): void =>
  useNotices.getState().add({ kind: 'good', message, remedy: '' });

const LIFETIME = { error: 30_000, good: 4_000 };

function Toast({ notice }: { readonly notice: Notice }): ReactElement {
  const remove = useNotices((state) => state.remove);
  useEffect(() => {
    const timer = setTimeout(() => remove(notice.id), LIFETIME[notice.kind]);
    return () => clearTimeout(timer);
  }, [notice, remove]);
  const error = notice.kind === 'error';
  return (
    <Notification
      data-testid={error ? 'error-toast' : 'good-toast'}
      role={error ? 'alert' : 'status'}
      color={error ? 'red' : 'teal'}
      icon={error ? <IconAlertTriangle size={18} /> : <IconCheck size={18} />}
      title={<bdi>{notice.message.slice(0, 500)}</bdi>}
      onClose={() => remove(notice.id)}
      closeButtonProps={{ 'aria-label': strings.common.dismiss }}
      withBorder
    >
      {notice.remedy === '' ? null : <bdi>{notice.remedy.slice(0, 500)}</bdi>}
    </Notification>
  );
}

/** The place where notices appear; once, at the root. */
export function NoticeArea(): ReactElement {
  const list = useNotices((state) => state.list);
  return (
    <div className="rc-notices">
      {list.map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
    </div>
  );
}
