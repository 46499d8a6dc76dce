import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { CastDecisions } from '../../engine-client/index.ts';
import { Isolated, strings } from '../../ui/index.ts';

const words = strings.characters;
type Proposal = CastDecisions['proposals'][number];
const MOST = 30;

interface ProposalsProps {
  readonly proposals: readonly Proposal[];
  readonly onAnswer: (proposal: Proposal, same: boolean) => Promise<void>;
}

/** Names that may be one person's: nothing is merged until somebody says so. */
export function Proposals({ proposals, onAnswer }: ProposalsProps): ReactElement | null {
  if (proposals.length === 0) return null;
  return (
    <section className="rc-card" data-testid="proposals">
      <h2>{words.proposals}</h2>
      <ul className="rc-plain">
        {proposals.slice(0, MOST).map((proposal) => (
          <li key={`${proposal.label}\n${proposal.name}`} className="rc-proposal">
            <b>
              <Isolated text={proposal.label} />
            </b>
            <span className="rc-dim">≟</span>
            <b>
              <Isolated text={proposal.name} />
            </b>
            <span className="rc-dim rc-small rc-grow">{words.proposal[proposal.reason]}</span>
            <Button variant="default" onClick={() => void onAnswer(proposal, true)}>
              {words.same}
            </Button>
            <Button variant="default" onClick={() => void onAnswer(proposal, false)}>
              {words.different}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
