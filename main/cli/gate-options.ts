import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  GATE_NAMES,
  GATES,
  type GateName,
  type GateSetting,
  type GateSettings,
  gateName,
  PRESET_NAMES,
  PRESETS,
  type PresetName,
} from '../engine/index.ts';

/** One `--gate`: a preset, or a dial of one gate; a null setting takes the gate away. */
export type GateWish =
  | { readonly preset: PresetName }
  | {
      readonly gate: GateName;
      readonly limit: number | null;
      readonly unmeasured: GateSetting['unmeasured'] | null;
    };

/** Adds `--gate`. */
export const addGateOption = (command: Command): Command =>
  command.addOption(
    new Option(
      '--gate <gate>',
      `${PRESET_NAMES.join(', ')}, or NAME=VALUE (NAME=off takes it away; NAME=VALUE,out or ,pass says what becomes of the unmeasured); may be given again, later ones win. Names: ${GATE_NAMES.join(', ')}`,
    ).argParser((text: string, before: GateWish[] | undefined) => [...(before ?? []), gateWish(text)]),
  );

/** The dials that are asked for: of several, the later one counts. */
export function gatesOf(wishes: readonly GateWish[]): GateSettings {
  let settings: GateSettings = {};
  for (const wish of wishes) {
    if ('preset' in wish) settings = { ...PRESETS[wish.preset] };
    else if (wish.limit === null) delete settings[wish.gate];
    else {
      settings[wish.gate] = {
        limit: wish.limit,
        unmeasured: wish.unmeasured ?? settings[wish.gate]?.unmeasured ?? GATES[wish.gate].unmeasured,
      };
    }
  }
  return settings;
}

function gateWish(text: string): GateWish {
  const preset = PRESET_NAMES.find((name) => name === text);
  if (preset !== undefined) return { preset };
  const parts = /^([a-z-]+)=([^,]+)(?:,(pass|out))?$/.exec(text.trim());
  const name = gateName.safeParse(parts?.[1]);
  if (parts === null || !name.success) {
    throw new InvalidArgumentError(
      `One of ${PRESET_NAMES.join(', ')}, or NAME=VALUE with a name of ${GATE_NAMES.join(', ')}.`,
    );
  }
  const unmeasured = parts[3] === 'pass' || parts[3] === 'out' ? parts[3] : null;
  if (parts[2] === 'off') return { gate: name.data, limit: null, unmeasured: null };
  const limit = Number(parts[2]);
  if (parts[2]?.trim() === '' || !Number.isFinite(limit)) {
    throw new InvalidArgumentError(`A number or "off" after ${name.data}=.`);
  }
  return { gate: name.data, limit, unmeasured };
}
