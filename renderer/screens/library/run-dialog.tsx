import { ActionIcon, Modal, Progress } from '@mantine/core';
import { IconArrowBarToUp, IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import type { Episode } from '../../../main/model/index.ts';
import type { RunStatus } from '../../engine-client/index.ts';
import { Isolated, percent, strings, useReturnFocus } from '../../ui/index.ts';
import type { LibraryCommands } from './commands.ts';

const words = strings.night;

interface RunDialogProps {
  readonly status: RunStatus;
  readonly episodes: readonly Episode[];
  readonly commands: LibraryCommands;
  readonly onClose: () => void;
}

/** A run at work in full: its stages, what waits and in which order, what failed so far. */
export function RunDialog({ status, episodes, commands, onClose }: RunDialogProps): ReactElement {
  useReturnFocus();
  const titles = new Map(episodes.map(({ id, title }) => [id, title]));
  const title = (id: string): string => titles.get(id) ?? id;
  return (
    <Modal opened onClose={onClose} title={words.title} size={620} data-testid="run-dialog">
      <div className="rc-night">
        <h3>{words.stages}</h3>
        <ul className="rc-night-stages">
          {status.stages.map(({ stage, fraction }) => (
            <li key={stage}>
              <span>{words.stage[stage]}</span>
              <Progress value={fraction * 100} size={6} className="rc-grow" aria-label={words.stage[stage]} />
              <span className="rc-number">{percent(fraction)}</span>
            </li>
          ))}
        </ul>
        {status.failures.length === 0 ? null : (
          <>
            <h3>{words.failures(status.failures.length)}</h3>
            <ul className="rc-night-failures" data-testid="run-failures">
              {status.failures.map(({ episode, problem }) => (
                <li key={`${episode} ${problem.message}`}>
                  <b>
                    <Isolated text={episode === null ? words.title : title(episode)} />
                  </b>
                  <bdi>{problem.message.slice(0, 1000)}</bdi>
                  <bdi className="rc-remedy">{problem.remedy.slice(0, 1000)}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
        <h3>{words.waiting(status.waiting.length)}</h3>
        {status.waiting.length === 0 ? (
          <p className="rc-dim">{words.nothingWaits}</p>
        ) : (
          <Queue waiting={status.waiting} title={title} onOrder={(order) => void commands.reorder(order)} />
        )}
      </div>
    </Modal>
  );
}

/** Rows that are shown at once; more would only be slow, and nobody drags through hundreds. */
const SHOWN = 200;

interface QueueProps {
  readonly waiting: readonly string[];
  readonly title: (id: string) => string;
  readonly onOrder: (order: string[]) => void;
}

/** What waits, to be put into another order by dragging or with buttons. */
function Queue({ waiting, title, onOrder }: QueueProps): ReactElement {
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const move = (id: string, to: number): void => {
    const rest = waiting.filter((each) => each !== id);
    onOrder([...rest.slice(0, to), id, ...rest.slice(to)]);
  };
  return (
    <>
      <p className="rc-dim rc-small">{words.waitingHint}</p>
      <ol className="rc-night-queue" data-testid="run-queue">
        {waiting.slice(0, SHOWN).map((id, index) => (
          <li
            key={id}
            draggable
            data-episode={id}
            className={over === id ? 'rc-night-over' : undefined}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(id);
            }}
            onDragEnd={() => {
              setDragged(null);
              setOver(null);
            }}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              event.stopPropagation();
              setOver(id);
            }}
            onDrop={(event) => {
              event.preventDefault();
              event.stopPropagation();
              if (dragged !== null && dragged !== id) move(dragged, index);
            }}
          >
            <IconGripVertical size={15} aria-hidden className="rc-dim" />
            <span className="rc-grow">
              <Isolated text={title(id)} />
            </span>
            <Step label={words.first} title={title(id)} off={index === 0} onStep={() => move(id, 0)}>
              <IconArrowBarToUp size={15} />
            </Step>
            <Step label={words.up} title={title(id)} off={index === 0} onStep={() => move(id, index - 1)}>
              <IconArrowUp size={15} />
            </Step>
            <Step
              label={words.down}
              title={title(id)}
              off={index === waiting.length - 1}
              onStep={() => move(id, index + 1)}
            >
              <IconArrowDown size={15} />
            </Step>
          </li>
        ))}
      </ol>
    </>
  );
}

interface StepProps {
  readonly label: string;
  readonly title: string;
  readonly off: boolean;
  readonly onStep: () => void;
  readonly children: ReactElement;
}

const Step = ({ label, title, off, onStep, children }: StepProps): ReactElement => (
  <ActionIcon
    variant="subtle"
    color="gray"
    size={26}
    disabled={off}
    title={label}
    aria-label={`${label}: ${title}`}
    onClick={onStep}
  >
    {children}
  </ActionIcon>
);
