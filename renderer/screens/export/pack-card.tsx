import { Button, NativeSelect } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { type CharacterSummary, call, type ProcedureOutput } from '../../engine-client/index.ts';
import { strings } from '../../ui/index.ts';

const words = strings.export;
type Packs = ProcedureOutput<'export.offers'>['packs'];

interface PackCardProps {
  readonly packs: Packs;
  readonly people: readonly CharacterSummary[];
  readonly isWorking: boolean;
  readonly onPack: (wanted: { directory: string; series: string; character: string; format: string }) => void;
}

/** The training set of one character, for a tool that trains voice models. */
export function PackCard({ packs, people, isWorking, onPack }: PackCardProps): ReactElement | null {
  const [chosen, setChosen] = useState(0);
  const [format, setFormat] = useState(packs[0]?.name ?? '');
  const character = people[chosen] ?? people[0];
  if (character === undefined || packs.length === 0) return null;
  const run = async (): Promise<void> => {
    const { path } = await call('app.chooseFolder', { title: words.trainingFolder });
    if (path !== null) {
      onPack({ directory: path, series: character.series, character: character.name, format });
    }
  };
  const severalSeries = new Set(people.map(({ series }) => series)).size > 1;
  const known: Readonly<Record<string, string>> = words.packNames;
  return (
    <section className="rc-card" data-testid="export-pack">
      <h2>{words.training}</h2>
      <p className="rc-dim rc-small">{words.trainingHint}</p>
      <div className="rc-bar rc-bottom">
        <NativeSelect
          className="rc-grow"
          size="xs"
          label={words.trainingCharacter}
          value={String(people.indexOf(character))}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          data={people.map(({ name, series }, at) => ({
            value: String(at),
            label: severalSeries ? `${name.slice(0, 60)} (${series.slice(0, 40)})` : name.slice(0, 60),
          }))}
        />
        <NativeSelect
          size="xs"
          label={words.trainingFormat}
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value)}
          data={packs.map(({ name }) => ({ value: name, label: known[name] ?? name }))}
        />
        <Button
          variant="default"
          disabled={isWorking}
          onClick={() => void run()}
          data-testid="pack-run-button"
        >
          {words.trainingRun}
        </Button>
      </div>
    </section>
  );
}
