import { Button, Loader, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { asEngineError, call, showInFolder } from '../../engine-client/index.ts';
import { bytesText, noticeError, noticeGood, strings } from '../../ui/index.ts';

const words = strings.settings;

/** Where the space of the project goes, and what can be removed without losing anything. */
export function SpaceTab(): ReactElement {
  const space = useQuery({ queryKey: ['space'], queryFn: () => call('space.report', {}), gcTime: 0 });
  const [asking, setAsking] = useState(false);
  const [working, setWorking] = useState(false);
  const free = async (what: 'leftovers' | 'cache'): Promise<void> => {
    setAsking(false);
    setWorking(true);
    try {
      const { bytes } = await call('space.free', { what });
      noticeGood(words.freed(bytesText(bytes)));
    } catch (thrown) {
      const error = asEngineError(thrown);
      noticeError(error.message, error.remedy);
    }
    setWorking(false);
    void space.refetch();
  };
  if (space.data === undefined)
    return space.error ? (
      <p role="alert">
        {space.error.message} {asEngineError(space.error).remedy}
      </p>
    ) : (
      <Loader size="sm" />
    );
  const { kinds, free: left, project } = space.data;
  const largest = Math.max(1, ...kinds.map(({ bytes }) => bytes));
  const leftovers = kinds.find(({ kind }) => kind === 'leftovers')?.bytes ?? 0;
  const total = kinds.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <section className="rc-settings" data-testid="space">
      <p>{words.spaceTotal(bytesText(total), bytesText(left))}</p>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {kinds.map(({ kind, bytes, files }) => (
            <Table.Tr key={kind} data-testid={`space-${kind}`}>
              <Table.Td>
                <b>{words.kind[kind]}</b>
                <div className="rc-dim rc-small">{words.kindHint[kind]}</div>
              </Table.Td>
              <Table.Td className="rc-space-bar" aria-hidden>
                <span style={{ width: `${(100 * bytes) / largest}%` }} />
              </Table.Td>
              <Table.Td className="rc-number">{bytesText(bytes)}</Table.Td>
              <Table.Td className="rc-number rc-dim">{words.files(files)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <div className="rc-bar">
        <Button
          disabled={leftovers === 0}
          loading={working}
          onClick={() => void free('leftovers')}
          data-testid="free-leftovers"
        >
          {words.freeLeftovers(bytesText(leftovers))}
        </Button>
        <Button variant="default" disabled={working} onClick={() => setAsking(true)} data-testid="free-cache">
          {words.freeCache}
        </Button>
        <span className="rc-grow" />
        <Button variant="default" onClick={() => showInFolder(project)}>
          {words.showFolder}
        </Button>
      </div>
      {asking ? (
        <div className="rc-ask" role="alert">
          <p>{words.freeCacheAsk}</p>
          <div className="rc-bar">
            <Button color="red" onClick={() => void free('cache')} data-testid="free-cache-sure">
              {words.freeCacheSure}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {strings.common.cancel}
            </Button>
          </div>
        </div>
      ) : null}
    </section>
  );
}
