import {
  IconAlertCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconFileOff,
  IconLoader2,
  IconPlayerStop,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { EpisodeStatus } from '../../../main/model/index.ts';
import { strings } from '../../ui/index.ts';

const ICONS = {
  new: IconCircleDashed,
  queued: IconClock,
  running: IconLoader2,
  done: IconCircleCheck,
  failed: IconAlertCircle,
  stopped: IconPlayerStop,
  missing: IconFileOff,
};

/** An episode's status: icon and word, never colour alone. */
export function StatusMark({ status }: { readonly status: EpisodeStatus }): ReactElement {
  const Icon = ICONS[status];
  return (
    <span className={`rc-mark rc-status-${status}`}>
      <Icon size={16} aria-hidden className={status === 'running' ? 'rc-spin' : ''} />
      {strings.library.status[status]}
    </span>
  );
}
