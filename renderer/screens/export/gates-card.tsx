import { Checkbox, SegmentedControl, Slider } from '@mantine/core';
import type { ReactElement } from 'react';
import {
  GATE_NAMES,
  GATES,
  type GateCost,
  type GateName,
  type GateReport,
  type GateSetting,
  type GateSettings,
  PRESET_NAMES,
  PRESETS,
  presetOf,
} from '../../../main/model/index.ts';
import { clock, strings } from '../../ui/index.ts';
import { limitInWords } from './values.ts';

const words = strings.export;

interface GatesCardProps {
  readonly acceptedOnly: boolean;
  readonly gates: GateSettings;
  readonly report: GateReport | null;
  readonly onChange: (wish: { acceptedOnly?: boolean; gates?: GateSettings }) => void;
}

/** What goes in: presets, and a dial for each gate with what it costs. */
export function GatesCard({ acceptedOnly, gates, report, onChange }: GatesCardProps): ReactElement {
  const preset = presetOf(gates) ?? 'own';
  return (
    <section className="rc-card" data-testid="export-gates">
      <h2>{words.choose}</h2>
      <Checkbox
        checked={acceptedOnly}
        onChange={(event) => onChange({ acceptedOnly: event.currentTarget.checked })}
        label={words.acceptedOnly}
        description={words.acceptedOnlyHint}
        data-testid="accepted-only"
      />
      <h3 id="export-presets">{words.presets}</h3>
      <SegmentedControl
        aria-labelledby="export-presets"
        size="xs"
        value={preset}
        onChange={(value) => {
          const name = PRESET_NAMES.find((each) => each === value);
          if (name !== undefined) onChange({ gates: PRESETS[name] });
        }}
        data={[...PRESET_NAMES, ...(preset === 'own' ? (['own'] as const) : [])].map((value) => ({
          value,
          label: words.preset[value],
        }))}
        data-testid="export-presets"
      />
      <p className="rc-dim rc-small">{words.presetHint[preset]}</p>
      <h3>{words.dials}</h3>
      <p className="rc-dim rc-small">{words.dialsHint}</p>
      <ul className="rc-plain rc-dials">
        {GATE_NAMES.map((name) => (
          <Dial
            key={name}
            name={name}
            setting={gates[name]}
            cost={report?.gates.find(({ gate }) => gate === name) ?? null}
            considered={report?.considered.utterances ?? 0}
            onChange={(setting) => {
              const { [name]: _before, ...others } = gates;
              onChange({ gates: setting === null ? others : { ...others, [name]: setting } });
            }}
          />
        ))}
      </ul>
    </section>
  );
}

interface DialProps {
  readonly name: GateName;
  readonly setting: GateSetting | undefined;
  readonly cost: GateCost | null;
  readonly considered: number;
  readonly onChange: (setting: GateSetting | null) => void;
}

/** Where a dial begins when its gate is put up by hand. */
const firstOf = (name: GateName): GateSetting =>
  PRESETS.balanced[name] ?? {
    limit: GATES[name].direction === 'least' ? (GATES[name].dial.from + GATES[name].dial.to) / 4 : 0,
    unmeasured: GATES[name].unmeasured,
  };

function Dial({ name, setting, cost, considered, onChange }: DialProps): ReactElement {
  const { dial, unit } = GATES[name];
  const [title, hint] = words.gates[name];
  const isSet = setting !== undefined;
  const unmeasured = cost === null ? 0 : considered - cost.measured;
  return (
    <li className="rc-dial" data-testid={`gate-${name}`} data-set={isSet}>
      <Checkbox
        size="xs"
        checked={isSet}
        onChange={(event) => onChange(event.currentTarget.checked ? firstOf(name) : null)}
        label={title}
        title={hint}
        data-testid={`gate-on-${name}`}
      />
      {unit === 'tag' ? (
        <span />
      ) : (
        <Slider
          size="sm"
          disabled={!isSet}
          min={dial.from}
          max={dial.to}
          step={dial.step}
          value={setting?.limit ?? firstOf(name).limit}
          label={null}
          thumbLabel={words.dial(title)}
          thumbValueText={isSet ? limitInWords(name, setting.limit) : words.off}
          onChange={(limit) => {
            if (setting !== undefined) onChange({ ...setting, limit: Number(limit.toFixed(4)) });
          }}
          data-testid={`gate-dial-${name}`}
        />
      )}
      <span className="rc-number rc-small" data-testid={`gate-limit-${name}`}>
        {isSet ? limitInWords(name, setting.limit) : unit === 'tag' ? words.keptAsTag : words.off}
      </span>
      <span className="rc-dim rc-small rc-dial-cost">
        <span data-testid={`gate-cost-${name}`}>
          {cost === null || !isSet
            ? hint
            : words.holdsBack(cost.alone.utterances, clock(cost.alone.seconds), cost.only.utterances)}
        </span>
        {isSet && unmeasured > 0 ? (
          <span className="rc-dial-unmeasured">
            {cost?.measured === 0 ? words.noneMeasured : words.neverMeasured(unmeasured)}:
            <select
              aria-label={words.unmeasured(title)}
              value={setting.unmeasured}
              onChange={(event) =>
                onChange({ ...setting, unmeasured: event.currentTarget.value === 'out' ? 'out' : 'pass' })
              }
              data-testid={`gate-unmeasured-${name}`}
            >
              <option value="pass">{words.unmeasuredPass}</option>
              <option value="out">{words.unmeasuredOut}</option>
            </select>
          </span>
        ) : null}
      </span>
    </li>
  );
}
