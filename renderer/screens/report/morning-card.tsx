import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { type Morning, openReport, showInFolder } from '../../engine-client/index.ts';
import {
  bytesText,
  clock,
  fixed,
  Isolated,
  moment,
  noticeError,
  numeral,
  percent,
  strings,
  useCommands,
  useHint,
} from '../../ui/index.ts';
import { Figure } from './figure.tsx';

const words = strings.report.morning;

interface MorningCardProps {
  /** Null: no run has ended since something changed. */
  readonly morning: Morning | null;
  readonly onReview: (episode: string, utterance?: string) => void;
  readonly onLibrary: () => void;
}

/** What the last run left behind: how much is done, what failed, what to hear first, where time and space went. */
export function MorningCard({ morning, onReview, onLibrary }: MorningCardProps): ReactElement {
  const open = async (): Promise<void> => {
    if (morning !== null && !(await openReport(morning.file)))
      noticeError(words.pageFailed, words.pageRemedy);
  };
  useCommands('morning', {
    'open-morning': { off: morning === null ? strings.cannot.noReport : null, run: () => void open() },
  });
  const hint = useHint();
  if (morning === null)
    return (
      <section className="rc-card" data-testid="morning">
        <h2>{words.title}</h2>
        <p className="rc-dim">{words.none}</p>
      </section>
    );
  const { run, episodes, disk } = morning;
  const utterances = sum(Object.values(morning.states));
  return (
    <section className="rc-card" data-testid="morning">
      <div className="rc-bar">
        <h2 className="rc-grow">{words.title}</h2>
        <Button
          variant="default"
          leftSection={<IconExternalLink size={15} />}
          onClick={() => void open()}
          {...hint('open-morning')}
        >
          {words.page}
        </Button>
        <Button variant="default" onClick={() => showInFolder(morning.file)}>
          {words.show}
        </Button>
      </div>
      <p>
        <Verdict {...episodes} /> <span className="rc-dim">{words.ended(moment(morning.madeAt))}</span>
      </p>
      <dl className="rc-figures">
        <Figure value={`${numeral(episodes.done)} / ${numeral(episodes.all)}`} label={words.done} />
        <Figure value={clock(morning.audioSeconds)} label={words.hours} />
        <Figure value={numeral(utterances)} label={words.utterances} />
        <Figure value={run === null ? '–' : clock(run.seconds)} label={words.took} />
        <Figure
          value={run === null ? '–' : `${fixed(run.xRealtime, run.xRealtime < 10 ? 1 : 0)}×`}
          label={words.speed}
        />
        <Figure value={bytesText(sum(Object.values(disk)))} label={words.disk} />
      </dl>
      <Failures morning={morning} onLibrary={onLibrary} />
      <Part title={words.doubtful} hint={words.doubtfulHint} of={morning.doubtful}>
        {morning.doubtful.map((line) => (
          <li key={line.utterance}>
            <button
              type="button"
              className="rc-report-line"
              data-testid="morning-doubtful"
              onClick={() => onReview(line.episode, line.utterance)}
            >
              <Isolated text={line.text} />
              <span className="rc-dim rc-small">
                <Isolated text={words.labelled(line.speaker ?? strings.common.nobody, line.heard)} />
              </span>
              <span className="rc-number">{percent(line.mislabel)}</span>
            </button>
          </li>
        ))}
      </Part>
      <Part title={words.outliers} of={morning.outliers}>
        {morning.outliers.map((each) => (
          <li key={`${each.episode} ${each.measure}`}>
            <button type="button" className="rc-report-line" onClick={() => onReview(each.episode)}>
              <Isolated text={each.title} />
              <span className="rc-dim rc-small">
                {words.outlier(
                  words.measures[each.measure] ?? each.measure,
                  measured(each.value, each.unit),
                  measured(each.usual, each.unit),
                )}
              </span>
            </button>
          </li>
        ))}
      </Part>
      <div className="rc-report-columns">
        <Lines
          title={words.states}
          rows={Object.entries(morning.states).map(([state, count]) => [stateWord(state), numeral(count)])}
        />
        <Lines
          title={words.stages}
          hint={words.stagesHint}
          rows={Object.entries(morning.stageSeconds).map(([stage, seconds]) => [
            stageWord(stage),
            clock(seconds),
          ])}
        />
        <Lines
          title={words.space}
          rows={(['database', 'cache', 'backups', 'exports'] as const).map((part) => [
            words.parts[part],
            bytesText(disk[part]),
          ])}
        />
      </div>
      <Lines
        title={words.characters}
        rows={morning.characters.map(({ character, utterances: lines, seconds, accepted }) => [
          <Isolated key="name" text={character} />,
          numeral(lines),
          clock(seconds),
          words.accepted(percent(lines === 0 ? 0 : accepted / lines)),
        ])}
        after={
          morning.characterCount > morning.characters.length
            ? words.moreCharacters(morning.characterCount - morning.characters.length)
            : null
        }
      />
    </section>
  );
}

const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
const stateWord = (state: string): string =>
  (strings.review.state as Readonly<Record<string, string>>)[state] ?? state;
const stageWord = (stage: string): string =>
  (strings.night.stage as Readonly<Record<string, string>>)[stage] ?? stage;

const measured = (value: number, unit: '%' | 'dB' | ''): string =>
  unit === '%' ? percent(value) : `${fixed(value, 1)}${unit === '' ? '' : ` ${unit}`}`;

function Verdict({ all, done, failed }: Morning['episodes']): ReactElement {
  if (failed > 0) return <b className="rc-verdict-bad">{words.failed(failed, all)}</b>;
  if (done < all) return <b>{words.unfinished(all - done, all)}</b>;
  return <b className="rc-verdict-good">{words.allDone(all)}</b>;
}

function Failures({
  morning,
  onLibrary,
}: Pick<MorningCardProps, 'onLibrary'> & { morning: Morning }): ReactElement | null {
  const more = morning.episodes.failed - morning.failures.length;
  return (
    <Part title={words.failures} of={morning.failures}>
      {morning.failures.map(({ episode, title, problem }) => (
        <li key={episode} className="rc-report-failure" data-testid="morning-failure">
          <b>
            <Isolated text={title} />
          </b>
          <span>
            <Isolated text={problem.message} />
          </span>
          <span className="rc-dim">
            <Isolated text={problem.remedy} />
          </span>
        </li>
      ))}
      <li className="rc-bar">
        <Button variant="default" size="xs" onClick={onLibrary}>
          {words.toLibrary}
        </Button>
        {more > 0 ? <span className="rc-dim">{words.moreFailures(more)}</span> : null}
      </li>
    </Part>
  );
}

interface PartProps {
  readonly title: string;
  readonly hint?: string;
  readonly of: readonly unknown[];
  readonly children: ReactNode;
}

/** A list under a heading; nothing where it would be empty. */
function Part({ title, hint, of, children }: PartProps): ReactElement | null {
  if (of.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      {hint === undefined ? null : <p className="rc-dim rc-small">{hint}</p>}
      <ul className="rc-plain rc-report-list">{children}</ul>
    </div>
  );
}

interface LinesProps {
  readonly title: string;
  readonly hint?: string;
  /** The first cell of a row is a word, the others are numbers. */
  readonly rows: readonly (readonly ReactNode[])[];
  readonly after?: string | null;
}

function Lines({ title, hint, rows, after = null }: LinesProps): ReactElement | null {
  if (rows.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      {hint === undefined ? null : <p className="rc-dim rc-small">{hint}</p>}
      <table className="rc-report-table">
        <tbody>
          {rows.map(([first, ...rest], row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never change their places
            <tr key={row}>
              <th scope="row">{first}</th>
              {rest.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nor do their cells
                <td key={column} className="rc-number">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {after === null ? null : <p className="rc-dim rc-small">{after}</p>}
    </div>
  );
}
