import { NativeSelect, Table } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { EvaluatedSystem, EvaluationResult } from '../../engine-client/index.ts';
import { Isolated, percent, strings } from '../../ui/index.ts';
import { type ChartRow, describe, signed } from './interval-chart.tsx';

const words = strings.evaluation;
const cell = (estimate: ChartRow['estimate']): string => (estimate === null ? '–' : describe(estimate));
const share = (value: number | null): string => (value === null ? '–' : percent(value));

/** One system's figures, character by character. */
export function CharacterTable({ result }: { readonly result: EvaluationResult }): ReactElement | null {
  const all: readonly { readonly label: string; readonly system: EvaluatedSystem }[] = [
    ...result.systems.map((system) => ({ label: system.name, system })),
    { label: words.real, system: result.ceiling },
    { label: words.others, system: result.floor },
  ];
  const [chosen, setChosen] = useState(0);
  const shown = all[chosen] ?? all[0];
  if (shown === undefined) return null;
  return (
    <>
      <div className="rc-bar rc-bottom">
        <h3 className="rc-grow">{words.byCharacter}</h3>
        <NativeSelect
          size="xs"
          label={words.of}
          value={String(chosen)}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          data={all.map(({ label }, at) => ({ value: String(at), label: label.slice(0, 60) }))}
          data-testid="table-system"
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="rc-wide" tabIndex={0} aria-label={words.byCharacter}>
        <Table
          className="rc-figures-table"
          verticalSpacing={4}
          horizontalSpacing={8}
          data-testid="character-table"
        >
          <Table.Thead>
            <Table.Tr>
              {Object.entries(words.table).map(([key, label]) => (
                <Table.Th key={key}>{label}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.system.characters.map(({ character, answered, of, acoustic, content, quality }) => (
              <Table.Tr key={character}>
                <Table.Td>
                  <Isolated text={character} />
                </Table.Td>
                <Table.Td>{words.answeredOf(answered, of)}</Table.Td>
                <Table.Td>{cell(acoustic.similarity)}</Table.Td>
                <Table.Td>
                  {acoustic.position === null ? '–' : `${signed(acoustic.position * 100, 0)}%`}
                </Table.Td>
                <Table.Td>{cell(acoustic.margin)}</Table.Td>
                <Table.Td>{cell(content.score)}</Table.Td>
                <Table.Td>{quality.speechRate === null ? '–' : signed(quality.speechRate.mean, 1)}</Table.Td>
                <Table.Td>{share(quality.silence?.mean ?? null)}</Table.Td>
                <Table.Td>{share(quality.clipping)}</Table.Td>
                <Table.Td>{share(quality.repeated)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  );
}
