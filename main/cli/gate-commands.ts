import { GATES, type GatesOutput, gatesForOutput, limitInWords, openProject } from '../engine/index.ts';
import { type GateWish, gatesOf } from './gate-options.ts';
import { clock, printable, printJson, printLines, table } from './output.ts';
import type { Session } from './session.ts';

export interface GatesArguments {
  readonly gate?: GateWish[];
  readonly acceptedOnly: boolean;
  readonly character?: string[];
  readonly sample?: number;
  readonly of?: string;
  readonly seed: number;
}

/** What each gate costs, and a sample of what is held back. */
export async function gates(session: Session, path: string, given: GatesArguments): Promise<void> {
  const project = openProject(path);
  try {
    const output = await gatesForOutput(project, {
      gates: gatesOf(given.gate ?? [{ preset: 'balanced' }]),
      acceptedOnly: given.acceptedOnly,
      characters: given.character,
      sample: given.sample ?? 0,
      of: given.of,
      seed: given.seed,
    });
    if (session.json) printJson(output);
    else printLines(linesOf(output));
  } finally {
    project.close();
  }
}

function linesOf({
  preset,
  considered,
  included,
  characters,
  rules,
  gates: costs,
  sample,
}: GatesOutput): string[] {
  const out: string[] = [
    `${preset ?? 'own dials'}: ${included.utterances} of ${considered.utterances} utterances go in, ${clock(included.seconds)} of ${clock(considered.seconds)}.`,
  ];
  const section = (lines: readonly string[]): void => {
    if (lines.length > 0) out.push('', ...lines);
  };
  section(
    table(
      ['gate', 'limit', 'measured', 'holds back', 'length', 'only this one', 'length', 'of whom'],
      costs.map((cost) => [
        cost.gate,
        limitInWords(cost),
        cost.measured,
        cost.alone.utterances,
        clock(cost.alone.seconds),
        cost.only.utterances,
        clock(cost.only.seconds),
        cost.characters
          .slice(0, 5)
          .map(({ character, alone }) => `${printable(character)} ${alone.utterances}`)
          .join(', '),
      ]),
    ),
  );
  section(
    table(
      ['character', 'goes in', 'length', 'held back', 'length'],
      characters.map((each) => [
        printable(each.character),
        each.included.utterances,
        clock(each.included.seconds),
        each.heldBack.utterances,
        clock(each.heldBack.seconds),
      ]),
    ),
  );
  if (rules.length > 0) {
    section(
      table(
        ['no gate decides', 'utterances'],
        rules.map(({ reason, utterances }) => [reason, utterances]),
      ),
    );
  }
  if (sample.length > 0) {
    section(
      table(
        ['held back', 'episode', 'start', 'end', 'speaker', 'why', 'text'],
        sample.map((each) => [
          each.id,
          printable(each.episode),
          each.start.toFixed(3),
          each.end.toFixed(3),
          printable(each.speaker ?? '-'),
          each.reasons.map(reasonInWords).join('; '),
          printable(each.text),
        ]),
      ),
    );
  }
  return out;
}

function reasonInWords(reason: GatesOutput['sample'][number]['reasons'][number]): string {
  if (reason.gate === null || reason.value === null) return reason.sentence;
  const digits = GATES[reason.gate].unit === 'Hz' ? 0 : 2;
  return `${reason.sentence} (${reason.value.toFixed(digits)})`;
}
