import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { type CastDecisions, useExemplars } from '../../engine-client/index.ts';
import { clock, fixed, Isolated, percent, strings } from '../../ui/index.ts';
import { VoiceSample } from './voice-sample.tsx';

const words = strings.characters;
type Proposal = CastDecisions['proposals'][number];
const MOST = 30;

interface ProposalsProps {
  readonly series: string;
  readonly proposals: readonly Proposal[];
  readonly likeness: CastDecisions['likeness'];
  readonly onAnswer: (proposal: Proposal, same: boolean) => Promise<void>;
}

/** Names that may be one person's, by spelling or by voice: nothing is merged until somebody says so. */
export function Proposals({ series, proposals, likeness, onAnswer }: ProposalsProps): ReactElement | null {
  if (proposals.length === 0) return null;
  const { halves = null, people = null } = likeness ?? {};
  return (
    <section className="rc-card" data-testid="proposals">
      <h2>{words.proposals}</h2>
      {halves === null || people === null ? null : (
        <p className="rc-dim rc-small" data-testid="likeness">
          {words.likeness(rangeOf(halves), rangeOf(people))}
        </p>
      )}
      <ul className="rc-plain">
        {proposals.slice(0, MOST).map((proposal) => (
          <li key={`${proposal.label}\n${proposal.name}`} data-testid="proposal">
            <div className="rc-proposal">
              <b>
                <Isolated text={proposal.label} />
              </b>
              <span className="rc-dim">≟</span>
              <b>
                <Isolated text={proposal.name} />
              </b>
              <span className="rc-dim rc-small rc-grow">
                {words.proposal[proposal.reason]}
                {proposal.voice === null
                  ? null
                  : ` · ${words.alike(percent(proposal.voice.probability), fixed(proposal.voice.similarity, 2))}`}
              </span>
              <Button variant="default" onClick={() => void onAnswer(proposal, true)}>
                {words.same}
              </Button>
              <Button variant="default" onClick={() => void onAnswer(proposal, false)}>
                {words.different}
              </Button>
            </div>
            {proposal.reason === 'voice' ? (
              <ul className="rc-plain rc-exemplars">
                <Heard series={series} name={proposal.label} />
                <Heard series={series} name={proposal.name} />
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Something of a voice to hear beside the other one. */
function Heard({ series, name }: { readonly series: string; readonly name: string }): ReactElement | null {
  const [best] = useExemplars(series, name, 1).data ?? [];
  return best === undefined ? null : (
    <li>
      <VoiceSample utterance={best} length={clock} />
    </li>
  );
}

const rangeOf = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${fixed(low, 2)}–${fixed(high, 2)}`;
