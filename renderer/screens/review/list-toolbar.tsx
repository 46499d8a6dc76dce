import { NativeSelect, TextInput } from '@mantine/core';
import { IconArrowsSort, IconFilterOff, IconSearch } from '@tabler/icons-react';
import { memo, type ReactElement, type RefObject, useRef } from 'react';
import { REVIEW_STATES, UTTERANCE_STATES } from '../../../main/model/index.ts';
import { type CharacterSummary, noteKeystroke } from '../../engine-client/index.ts';
import { ActionButton, mainKey, strings, useCommands, useHint } from '../../ui/index.ts';
import { type Filters, isFiltered, NO_FILTERS, NOBODY } from './listing.ts';
import { useReview } from './review-store.ts';

interface ListToolbarProps {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly characters: readonly CharacterSummary[];
  readonly shown: number;
  readonly total: number;
  /** A queue has its own order. */
  readonly ordered: boolean;
  readonly onDone: () => void;
}

/** A long name must not widen its menu beyond the window. */
const short = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

/** Opens a menu, so that the arrows choose before something is chosen; where that is refused it has the focus at least. */
function unfold(select: HTMLSelectElement | null): void {
  select?.focus();
  try {
    select?.showPicker();
  } catch {
    // It opens with Space or Alt and an arrow.
  }
}

/** "Any" must differ from "nobody", which is the empty name. */
const ANY = '*';
const named = (name: string): string => `=${name}`;

/** Search, filters and order of the list. */
export const ListToolbar = memo(function ListToolbar({
  search,
  characters,
  shown,
  total,
  ordered,
  onDone,
}: ListToolbarProps): ReactElement {
  const hint = useHint();
  const filters = useReview((state) => state.filters);
  const order = useReview((state) => state.order);
  const set = useReview((state) => state.set);
  const words = strings.review;
  // The focus goes back to the list, or the shortcuts would stay asleep in the menu.
  const filter = (change: Partial<Filters>, done = true): void => {
    set({ filters: { ...filters, ...change } });
    if (done) onDone();
  };
  const states = useRef<HTMLSelectElement>(null);
  const reviews = useRef<HTMLSelectElement>(null);
  const people = useRef<HTMLSelectElement>(null);
  const byKey = (run: () => void) => (chord?: string) => {
    if (chord !== undefined) noteKeystroke();
    run();
  };
  useCommands('review-list', {
    'filter-state': { run: byKey(() => unfold(states.current)) },
    'filter-review': { run: byKey(() => unfold(reviews.current)) },
    'filter-character': { run: byKey(() => unfold(people.current)) },
    'clear-filters': {
      off: isFiltered(filters) ? null : strings.cannot.noFilters,
      run: byKey(() => filter(NO_FILTERS)),
    },
  });
  return (
    <div className="rc-list-toolbar">
      <div className="rc-bar">
        <TextInput
          ref={search}
          size="xs"
          className="rc-grow"
          leftSection={<IconSearch size={14} />}
          placeholder={words.search}
          aria-label={words.search}
          value={filters.text}
          onChange={(event) => filter({ text: event.currentTarget.value }, false)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === 'Escape') onDone();
            if (event.key === 'Escape') filter({ text: '' });
          }}
          data-testid="search-input"
        />
        <span className="rc-dim rc-count" data-testid="shown-count">
          {words.shown(shown, total)}
        </span>
        {ordered ? null : (
          <ActionButton
            label={order === 'worst' ? words.asSpoken : words.worstFirst}
            keys={mainKey('order')}
            icon={<IconArrowsSort size={15} />}
            text={order === 'worst' ? words.worstFirst : words.asSpoken}
            pressed={order === 'worst'}
            onClick={() => set({ order: order === 'worst' ? 'spoken' : 'worst' })}
            testId="order-button"
          />
        )}
      </div>
      <div className="rc-bar">
        <NativeSelect
          size="xs"
          className="rc-grow"
          ref={states}
          {...hint('filter-state', words.filterState)}
          aria-label={words.filterState}
          data-testid="filter-state"
          value={filters.state ?? ANY}
          onChange={({ currentTarget: { value } }) =>
            filter({ state: UTTERANCE_STATES.find((state) => state === value) ?? null })
          }
          data={[
            { value: ANY, label: words.allStates },
            ...UTTERANCE_STATES.map((value) => ({ value, label: words.state[value] })),
          ]}
        />
        <NativeSelect
          size="xs"
          className="rc-grow"
          ref={reviews}
          {...hint('filter-review', words.filterReview)}
          aria-label={words.filterReview}
          data-testid="filter-review"
          value={filters.review ?? ANY}
          onChange={({ currentTarget: { value } }) =>
            filter({ review: REVIEW_STATES.find((state) => state === value) ?? null })
          }
          data={[
            { value: ANY, label: words.allReviews },
            ...REVIEW_STATES.map((value) => ({ value, label: words.reviewState[value] })),
          ]}
        />
        <NativeSelect
          size="xs"
          className="rc-grow"
          ref={people}
          {...hint('filter-character', words.filterCharacter)}
          aria-label={words.filterCharacter}
          data-testid="filter-character"
          value={filters.character === null ? ANY : named(filters.character)}
          onChange={({ currentTarget: { value } }) =>
            filter({ character: value === ANY ? null : value.slice(1) })
          }
          data={[
            { value: ANY, label: words.allCharacters },
            { value: named(NOBODY), label: strings.common.nobody },
            ...characters.map(({ name }) => ({ value: named(name), label: short(name) })),
          ]}
        />
        <ActionButton
          label={words.clearFilters}
          keys={mainKey('clear-filters')}
          icon={<IconFilterOff size={15} />}
          disabled={!isFiltered(filters)}
          onClick={() => filter(NO_FILTERS)}
          testId="clear-filters-button"
        />
      </div>
    </div>
  );
});
