import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type ClipOptions,
  DEFAULT_SHARES,
  ENHANCEMENTS,
  type Enhancement,
  type EnhancementOutcome,
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportResult,
  GATES,
  type GateName,
  type GateSettings,
  SAMPLE_RATE,
  SPLIT_GROUPS,
  type SplitGroup,
  type SplitPlan,
  secondsToSamples,
} from '../engine/index.ts';
import { addGateOption, type GateWish, gatesOf } from './gate-options.ts';
import { clock, printJson, printLines } from './output.ts';
import type { Session } from './session.ts';

/** What `export` was asked for, as the command line gives it. */
export interface ExportArguments {
  readonly format: ExportFormat[];
  readonly acceptedOnly: boolean;
  readonly audio: ClipOptions['codec'];
  readonly rate: number | 'source';
  readonly padding: number;
  readonly fade: number;
  readonly level?: number;
  readonly enhance: Enhancement;
  readonly split?: SplitGroup;
  readonly seed: string;
  readonly shares: SplitPlan['shares'];
  readonly shortest?: number;
  readonly longest?: number;
  readonly character?: string[];
  readonly confidence?: number;
  readonly mislabel?: number;
  readonly signalToNoise?: number;
  readonly bandwidth?: number;
  readonly clipping?: number;
  readonly gate?: GateWish[];
}

/** Adds the options of `export`. */
export function addExportOptions(command: Command): Command {
  const number = (flags: string, description: string, least: number, most: number): Option =>
    new Option(flags, description).argParser(numberBetween(least, most));
  command
    .addOption(
      new Option('--format <formats>', `one or more of ${EXPORT_FORMATS.join(', ')}, with commas`)
        .argParser(formats)
        .makeOptionMandatory(),
    )
    .option('--accepted-only', 'only what a person accepted', false)
    .addOption(
      new Option('--audio <codec>', 'how clips are written').choices(['flac', 'wav', 'opus']).default('flac'),
    )
    .addOption(
      new Option('--rate <hertz>', 'rate of the clips, or "source"').argParser(rate).default(SAMPLE_RATE),
    )
    .addOption(number('--padding <seconds>', 'sound kept before and after each line', 0, 5).default(0))
    .addOption(number('--fade <seconds>', 'fade at both ends of each clip', 0, 1).default(0))
    .addOption(number('--level <dBFS>', 'bring the speech of each clip to this level', -60, -5))
    .addOption(
      new Option(
        '--enhance <model>',
        'lower the noise in clips; where a voice would change, it stays as it is',
      )
        .choices(ENHANCEMENTS)
        .default('none'),
    )
    .addOption(
      new Option('--split <group>', 'split into train, validation and test by whole groups').choices(
        SPLIT_GROUPS,
      ),
    )
    .option('--seed <text>', 'another seed draws other splits', '0')
    .addOption(
      new Option('--shares <numbers>', 'shares of train, validation and test')
        .argParser(shares)
        .default(DEFAULT_SHARES, '0.8,0.1,0.1'),
    )
    .addOption(number('--shortest <seconds>', 'leave out shorter lines', 0, 3600))
    .addOption(number('--longest <seconds>', 'leave out longer lines', 0, 3600))
    .addOption(
      new Option('--character <name>', 'only this character; may be given again').argParser(
        (name: string, before: string[] | undefined) => [...(before ?? []), name],
      ),
    )
    .addOption(number('--confidence <p>', 'leave out undecided lines less probable than this', 0, 1))
    .addOption(number('--mislabel <p>', 'leave out undecided lines mislabelled with more than this', 0, 1))
    .addOption(number('--signal-to-noise <dB>', 'leave out noisier lines', -20, 100))
    .addOption(number('--bandwidth <hertz>', 'leave out lines of a narrower band', 0, 96_000))
    .addOption(number('--clipping <share>', 'leave out lines with a larger share of clipped samples', 0, 1));
  return addGateOption(command);
}

/** What the engine is asked for. */
export function exportRequest(given: ExportArguments): {
  formats: ExportFormat[];
  acceptedOnly: boolean;
  selection: { characters: string[] | undefined; gates: GateSettings };
  clips: ClipOptions;
  split: SplitPlan | null;
} {
  return {
    formats: given.format,
    acceptedOnly: given.acceptedOnly,
    selection: { characters: given.character, gates: gatesOf([...(given.gate ?? []), ...dials(given)]) },
    clips: {
      codec: given.audio,
      rate: given.rate === 'source' ? null : given.rate,
      padding: secondsToSamples(given.padding),
      fade: secondsToSamples(given.fade),
      loudness: given.level ?? null,
      enhance: given.enhance,
    },
    split: given.split === undefined ? null : { by: given.split, seed: given.seed, shares: given.shares },
  };
}

/** The dials that have an option of their own; they count more than `--gate`. */
function dials(given: ExportArguments): GateWish[] {
  const asked: readonly [GateName, number | undefined][] = [
    ['shortest', given.shortest],
    ['longest', given.longest],
    ['confidence', given.confidence],
    ['mislabel', given.mislabel],
    ['signal-to-noise', given.signalToNoise],
    ['bandwidth', given.bandwidth],
    ['clipping', given.clipping],
  ];
  return asked.flatMap(([gate, limit]) =>
    limit === undefined ? [] : [{ gate, limit, unmeasured: GATES[gate].unmeasured }],
  );
}

/** Says what was written. */
export function reportExport(session: Session, result: ExportResult): void {
  if (session.json) {
    printJson({ ...result, enhanced: Object.fromEntries(result.enhanced) });
    return;
  }
  const { utterances, characters, seconds, files, directory, enhanced } = result;
  printLines([
    `${utterances} utterances of ${characters.length} characters, ${clock(seconds)}, in ${files} files: ${directory}`,
  ]);
  if (enhanced.size === 0) return;
  const of = (outcome: EnhancementOutcome): number => enhanced.get(outcome) ?? 0;
  printLines([
    `Noise lowered in ${of('applied')} clips; as they were: ${of('voice-changed')} whose voice would have changed, ${of('voice-unknown')} with too little of a voice to compare.`,
  ]);
}

function formats(text: string): ExportFormat[] {
  const names = text.split(',').map((name) => name.trim());
  const known = EXPORT_FORMATS.filter((format) => names.includes(format));
  if (known.length !== new Set(names).size) {
    throw new InvalidArgumentError(`One or more of ${EXPORT_FORMATS.join(', ')}.`);
  }
  return known;
}

export const numberBetween =
  (least: number, most: number) =>
  (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`A number from ${least} to ${most}.`);
  };

function rate(text: string): number | 'source' {
  if (text === 'source') return text;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 4000 && value <= 192_000) return value;
  throw new InvalidArgumentError('A whole number from 4000 to 192000, or "source".');
}

function shares(text: string): SplitPlan['shares'] {
  const [train, validation, test, ...more] = text.split(',').map(Number);
  const values = [train, validation, test].map((value) => value ?? Number.NaN);
  const sum = values.reduce((all, value) => all + value, 0);
  if (more.length === 0 && values.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-6) {
    return { train: values[0] as number, validation: values[1] as number, test: values[2] as number };
  }
  throw new InvalidArgumentError('Three shares that add up to 1, such as 0.8,0.1,0.1.');
}
