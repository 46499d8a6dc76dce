import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconLink,
  IconMessageQuestion,
  IconPencilCheck,
  IconUsersGroup,
  IconVolumeOff,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { ReviewState, UtteranceState } from '../../../main/model/index.ts';
import { strings } from '../../ui/index.ts';

export { CharacterChip } from '../../ui/index.ts';

const STATES = {
  matched: IconLink,
  'spoken-not-scripted': IconMessageQuestion,
  'scripted-not-spoken': IconVolumeOff,
  conflict: IconAlertTriangle,
  overlap: IconUsersGroup,
  unusable: IconBan,
};

const REVIEWS = {
  unreviewed: IconCircleDashed,
  accepted: IconCircleCheckFilled,
  rejected: IconCircleXFilled,
  edited: IconPencilCheck,
};

/** What is known of an utterance: icon with its word, or with the word in its title only. */
export function StateMark({
  state,
  text = false,
}: {
  readonly state: UtteranceState;
  readonly text?: boolean;
}): ReactElement {
  const Icon = STATES[state];
  const words = strings.review.state[state];
  return (
    <span className={`rc-mark rc-state-${state}`} title={words}>
      <Icon size={15} aria-label={text ? undefined : words} aria-hidden={text} />
      {text ? words : null}
    </span>
  );
}

/** What a person decided. */
export function ReviewMark({
  review,
  text = false,
}: {
  readonly review: ReviewState;
  readonly text?: boolean;
}): ReactElement {
  const Icon = REVIEWS[review];
  const words = strings.review.reviewState[review];
  return (
    <span className={`rc-mark rc-review-${review}`} title={words}>
      <Icon size={15} aria-label={text ? undefined : words} aria-hidden={text} />
      {text ? words : null}
    </span>
  );
}
