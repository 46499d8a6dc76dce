import { Button, Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import type { GateReport } from '../../../main/model/index.ts';
import { bytes, clock, Isolated, LiveRegion, numeral, roughly, strings } from '../../ui/index.ts';
import type { Preview } from './use-wish.ts';

const words = strings.export;

interface PreviewCardProps {
  readonly preview: Preview;
  /** Everybody of the project. */
  readonly everybody: readonly string[];
  /** Null: everybody. */
  readonly characters: readonly string[] | null;
  readonly onCharacters: (characters: string[] | null) => void;
}

/** What will be in: figures that follow the dials, and whose lines they are. */
export function PreviewCard({
  preview,
  everybody,
  characters,
  onCharacters,
}: PreviewCardProps): ReactElement {
  const { report, estimate } = preview;
  const { included, considered } = report;
  const speaking = report.characters.filter(({ included: { utterances } }) => utterances > 0).length;
  return (
    <section className="rc-card" data-testid="export-preview">
      <h2>{words.preview}</h2>
      <dl className="rc-figures">
        <div>
          <dt>
            {words.utterances} {words.ofConsidered(considered.utterances)}
          </dt>
          <dd className="rc-number" data-testid="preview-utterances">
            {numeral(included.utterances)}
          </dd>
        </div>
        <div>
          <dt>{words.length}</dt>
          <dd className="rc-number">{clock(included.seconds)}</dd>
        </div>
        <div>
          <dt>{words.characters}</dt>
          <dd className="rc-number">{numeral(speaking)}</dd>
        </div>
      </dl>
      <LiveRegion
        every={1500}
        message={words.announce(included.utterances, considered.utterances, clock(included.seconds))}
      />
      {estimate === null ? null : (
        <p className="rc-dim rc-small" data-testid="export-estimate">
          {words.estimate(bytes(estimate.bytes), roughly(estimate.seconds))}
        </p>
      )}
      <div className="rc-bar">
        <h3 className="rc-grow">{words.byCharacter}</h3>
        <Button size="compact-xs" variant="subtle" onClick={() => onCharacters(null)}>
          {words.allCharacters}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => onCharacters([])}>
          {words.noCharacters}
        </Button>
      </div>
      <Characters report={report} everybody={everybody} characters={characters} onCharacters={onCharacters} />
    </section>
  );
}

function Characters({
  report,
  everybody,
  characters,
  onCharacters,
}: Omit<PreviewCardProps, 'preview'> & { readonly report: GateReport }): ReactElement {
  const figures = new Map(report.characters.map((each) => [each.character, each]));
  const most = Math.max(
    1,
    ...report.characters.map(({ included, heldBack }) => included.utterances + heldBack.utterances),
  );
  const all = [...new Set([...report.characters.map(({ character }) => character), ...everybody])];
  const isAsked = (name: string): boolean => characters === null || characters.includes(name);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ul className="rc-plain rc-shares" tabIndex={0} aria-label={words.byCharacter}>
      {all
        // Who has nothing to give is told only where they were taken away.
        .filter((name) => figures.has(name) || !isAsked(name))
        .map((name) => {
          const included = figures.get(name)?.included.utterances ?? 0;
          const heldBack = figures.get(name)?.heldBack.utterances ?? 0;
          return (
            <li key={name} className="rc-share">
              <Checkbox
                size="xs"
                checked={isAsked(name)}
                aria-label={words.characterIn(name.slice(0, 200))}
                onChange={(event) => {
                  const before = characters ?? all;
                  const asked = event.currentTarget.checked
                    ? [...before, name]
                    : before.filter((each) => each !== name);
                  onCharacters(all.every((each) => asked.includes(each)) ? null : asked);
                }}
              />
              <Isolated text={name} />
              <span className="rc-share-bar" aria-hidden>
                <span className="rc-share-in" style={{ width: `${(100 * included) / most}%` }} />
                <span className="rc-share-out" style={{ width: `${(100 * heldBack) / most}%` }} />
              </span>
              <span className="rc-number rc-small">{words.characterFigures(included, heldBack)}</span>
            </li>
          );
        })}
    </ul>
  );
}
