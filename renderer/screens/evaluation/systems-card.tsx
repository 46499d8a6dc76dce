import { ActionIcon, Button, Table, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import {
  asEngineError,
  call,
  type EvaluationSet,
  evaluationKeys,
  type ModelQuestion,
} from '../../engine-client/index.ts';
import { Isolated, noticeError, noticeGood, strings } from '../../ui/index.ts';
import { AddSystem } from './add-system.tsx';
import { useWork, work } from './work.ts';
import { WorkState } from './work-state.tsx';

const words = strings.evaluation;
const MOST_FAILURES = 50;

/** Whose answers are compared: what is there, what failed, and more. */
export function SystemsCard({ set }: { readonly set: EvaluationSet }): ReactElement {
  const client = useQueryClient();
  const { working, collected } = useWork();
  const ask = async (name: string, question: ModelQuestion): Promise<boolean> => {
    const outcome = await work(client, 'collect', name, () =>
      call('evaluation.collect', { set: set.id, name, question }),
    );
    if (outcome !== null) useWork.setState({ collected: { ...outcome, name } });
    return outcome !== null;
  };
  const remove = async (name: string): Promise<void> => {
    try {
      await call('evaluation.remove', { set: set.id, name });
      noticeGood(words.removed(name.slice(0, 60)));
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
    void client.invalidateQueries({ queryKey: evaluationKeys.list });
  };
  return (
    <section className="rc-card" data-testid="systems">
      <h2>{words.systems}</h2>
      <p className="rc-dim">{set.systems.length === 0 ? words.noSystems : words.systemsHint}</p>
      {set.systems.length === 0 ? null : (
        <Table verticalSpacing={4} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.columns.name}</Table.Th>
              <Table.Th>{words.columns.from}</Table.Th>
              <Table.Th className="rc-narrow">{words.columns.answered}</Table.Th>
              <Table.Th className="rc-narrow">
                <span className="rc-unseen">{words.columns.actions}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {set.systems.map(({ name, folder, question, answered }) => (
              <Table.Tr key={name} data-testid="system" data-name={name.slice(0, 200)}>
                <Table.Td>
                  <Isolated text={name} />
                </Table.Td>
                <Table.Td className="rc-dim">
                  <Isolated text={question === null ? folder : `${question.model} · ${question.address}`} />
                </Table.Td>
                <Table.Td className="rc-number">{words.answeredOf(answered, set.prompts)}</Table.Td>
                <Table.Td>
                  <div className="rc-bar rc-end">
                    {question !== null && answered < set.prompts ? (
                      <Tooltip label={words.goOnHint}>
                        <Button
                          variant="default"
                          size="compact-xs"
                          disabled={working !== null}
                          onClick={() => void ask(name, question)}
                          data-testid="go-on"
                        >
                          {words.goOn}
                        </Button>
                      </Tooltip>
                    ) : null}
                    <Tooltip label={words.removeHint(name.slice(0, 60))}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size={24}
                        disabled={working !== null}
                        aria-label={words.removeHint(name.slice(0, 60))}
                        onClick={() => void remove(name)}
                        data-testid="remove-system"
                      >
                        <IconX size={15} />
                      </ActionIcon>
                    </Tooltip>
                  </div>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <WorkState of={['collect']} />
      {collected === null ? null : (
        <div role="status" data-testid="collected">
          <p>
            {words.collected(collected.name, collected.answered, collected.already, collected.failed.length)}
          </p>
          {collected.failed.length === 0 ? null : (
            <details>
              <summary>{words.failures}</summary>
              <ul className="rc-plain rc-small">
                {collected.failed.slice(0, MOST_FAILURES).map(({ prompt, message }) => (
                  <li key={prompt}>
                    <span className="rc-dim">{prompt}</span> <bdi>{message.slice(0, 300)}</bdi>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
      <AddSystem set={set} onAsk={ask} />
    </section>
  );
}
