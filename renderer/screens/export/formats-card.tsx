import { Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ProcedureOutput } from '../../engine-client/index.ts';
import { strings } from '../../ui/index.ts';

const words = strings.export;
type Offers = ProcedureOutput<'export.offers'>['formats'];

/** Which format stands where; one that nobody placed stands with the datasets. */
const GROUPS = {
  datasets: ['audiofolder', 'parquet', 'webdataset', 'jsonl', 'csv'],
  training: ['kaldi', 'lhotse', 'nemo'],
  annotations: ['rttm', 'textgrid', 'eaf', 'audacity', 'srt', 'vtt', 'ass'],
  recipe: ['recipe'],
} as const;
const GROUP_NAMES = ['datasets', 'training', 'annotations', 'recipe'] as const;
const PLACED: readonly string[] = Object.values(GROUPS).flat();

const named = (name: string): readonly [title: string, hint: string] | undefined =>
  Object.entries(words.formatNames).find(([known]) => known === name)?.[1];

interface FormatsCardProps {
  readonly offers: Offers;
  readonly formats: readonly string[];
  readonly onChange: (formats: string[]) => void;
}

/** All formats that the engine writes, by what they are for. */
export function FormatsCard({ offers, formats, onChange }: FormatsCardProps): ReactElement {
  return (
    <section className="rc-card" data-testid="export-formats">
      <h2>{words.formats}</h2>
      <p className="rc-dim rc-small">{words.formatsHint}</p>
      {GROUP_NAMES.map((group) => {
        const placed: readonly string[] = GROUPS[group];
        const inside = offers
          .filter(({ name }) => placed.includes(name) || (group === 'datasets' && !PLACED.includes(name)))
          .sort((a, b) => placed.indexOf(a.name) - placed.indexOf(b.name));
        return (
          <fieldset key={group} className="rc-formats">
            <legend>{words.groups[group]}</legend>
            {inside.map(({ name, description }) => (
              <Checkbox
                key={name}
                size="xs"
                checked={formats.includes(name)}
                label={named(name)?.[0] ?? name}
                description={named(name)?.[1] ?? description}
                onChange={(event) =>
                  onChange(
                    event.currentTarget.checked
                      ? [...formats, name]
                      : formats.filter((each) => each !== name),
                  )
                }
                data-testid={`format-${name}`}
              />
            ))}
          </fieldset>
        );
      })}
      {formats.length === 0 ? (
        <p role="alert" className="rc-remedy rc-small">
          {words.noFormat}
        </p>
      ) : null}
    </section>
  );
}
