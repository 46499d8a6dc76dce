import { Button, Checkbox, NativeSelect, NumberInput, Radio } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useMemo, useState } from 'react';
import { call, useEpisodes } from '../../engine-client/index.ts';
import { Isolated, noticeError, noticeGood, strings } from '../../ui/index.ts';
import { useWork, work } from './work.ts';
import { WorkState } from './work-state.tsx';

const words = strings.evaluation;
/** So many episodes are offered to choose from by hand. */
const MOST = 400;

/** What ARP-Eval is and needs, and the form that makes a test set. */
export function NewSet({ onMade }: { readonly onMade: (id: string) => void }): ReactElement {
  const client = useQueryClient();
  const episodes = useEpisodes().data;
  const busy = useWork(({ working }) => working !== null);
  const finished = useMemo(() => episodes?.filter(({ utterances }) => utterances > 0) ?? [], [episodes]);
  const allSeries = useMemo(() => [...new Set(finished.map(({ series }) => series))], [finished]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [byHand, setByHand] = useState(false);
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set());
  const [prompts, setPrompts] = useState(20);
  const [acceptedOnly, setAcceptedOnly] = useState(false);
  const series = chosen ?? allSeries[0] ?? '';
  const ofSeries = finished.filter((episode) => episode.series === series);
  const heldHere = ofSeries.filter(({ id }) => held.has(id)).map(({ id }) => id);
  const ready =
    ofSeries.length >= 2 && (!byHand || (heldHere.length > 0 && heldHere.length < ofSeries.length));
  const make = async (): Promise<void> => {
    const made = await work(client, 'prepare', '', () =>
      call('evaluation.prepare', { series, heldOut: byHand ? heldHere : null, prompts, acceptedOnly }),
    );
    if (made === null) return;
    const left = made.leftOut.map(({ character }) => character.slice(0, 40));
    if (left.length > 0) noticeGood(words.leftOut(left.slice(0, 12).join(', ')));
    onMade(made.id);
  };
  return (
    <section className="rc-card" data-testid="new-set">
      <h2>{words.what}</h2>
      {words.explain.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <h3>{words.needs}</h3>
      <ul className="rc-list-dots">
        <li>{words.needEpisodes(ofSeries.length)}</li>
        <li>{words.needLines}</li>
        <li>{words.needModel}</li>
      </ul>
      <h3>{words.make}</h3>
      <form
        className="rc-form"
        onSubmit={(event) => {
          event.preventDefault();
          make().catch((thrown: unknown) => noticeError(String(thrown), ''));
        }}
      >
        {allSeries.length > 1 ? (
          <NativeSelect
            size="xs"
            label={words.series}
            value={series}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={allSeries.map((value) => ({ value, label: value.slice(0, 80) }))}
            data-testid="set-series"
          />
        ) : null}
        <Radio.Group
          size="xs"
          label={words.heldOut}
          description={words.heldOutHint}
          value={byHand ? 'hand' : 'auto'}
          onChange={(value) => setByHand(value === 'hand')}
        >
          <div className="rc-form rc-tight">
            <Radio size="xs" value="auto" label={words.heldOutAuto} />
            <Radio size="xs" value="hand" label={words.heldOutHand} data-testid="held-by-hand" />
          </div>
        </Radio.Group>
        {byHand ? (
          <fieldset className="rc-choices">
            <legend className="rc-unseen">{words.chooseEpisodes}</legend>
            {ofSeries.slice(0, MOST).map(({ id, title }) => (
              <Checkbox
                key={id}
                size="xs"
                checked={held.has(id)}
                onChange={(event) => {
                  const next = new Set(held);
                  if (event.currentTarget.checked) next.add(id);
                  else next.delete(id);
                  setHeld(next);
                }}
                label={<Isolated text={title} />}
              />
            ))}
          </fieldset>
        ) : null}
        <NumberInput
          className="rc-short-field"
          size="xs"
          label={words.prompts}
          min={4}
          max={500}
          value={prompts}
          onChange={(value) => setPrompts(Math.min(500, Math.max(4, Number(value) || 20)))}
          data-testid="set-prompts"
        />
        <Checkbox
          size="xs"
          checked={acceptedOnly}
          onChange={(event) => setAcceptedOnly(event.currentTarget.checked)}
          label={words.acceptedOnly}
        />
        <WorkState of={['prepare']} />
        <div className="rc-bar">
          <Button type="submit" disabled={!ready || busy} data-testid="make-set">
            {words.make}
          </Button>
        </div>
      </form>
    </section>
  );
}
