import type { Reason } from '../export/index.ts';
import { GATES, type GateReport, type GateSettings, presetOf, samplesToSeconds } from '../model/index.ts';
import { GateTable } from './gate-table.ts';
import type { Project } from './project.ts';

export interface GatesOptions {
  readonly gates: GateSettings;
  readonly acceptedOnly: boolean;
  readonly characters?: readonly string[] | undefined;
  /** How many of what is held back to draw; 0: none. */
  readonly sample: number;
  /** Draw only from what this gate holds back. */
  readonly of?: string | undefined;
  readonly seed: number;
}

/** What `rolecall gates` prints; times in seconds. */
export interface GatesOutput extends GateReport {
  readonly preset: string | null;
  readonly sample: readonly {
    readonly id: string;
    readonly episode: string;
    readonly start: number;
    readonly end: number;
    readonly speaker: string | null;
    readonly text: string;
    readonly reasons: readonly Reason[];
  }[];
}

/** What the gates let in and cost, with a random sample of what they hold back. */
export async function gatesForOutput(project: Project, options: GatesOptions): Promise<GatesOutput> {
  const { gates, acceptedOnly, characters } = options;
  const table = new GateTable(project.database);
  const selection = { gates, acceptedOnly, characters };
  const report = await table.count(selection);
  const drawn =
    options.sample === 0
      ? []
      : await table.sample(selection, {
          reason: options.of ?? null,
          size: options.sample,
          seed: options.seed,
        });
  return {
    preset: presetOf(gates),
    ...report,
    gates: report.gates.map((cost) => ({ ...cost, ...meaningOf(cost.gate) })),
    sample: drawn.map(({ id, episode, start, end, speaker, text, reasons }) => ({
      id,
      episode,
      start: samplesToSeconds(start),
      end: samplesToSeconds(end),
      speaker,
      text,
      reasons,
    })),
  };
}

function meaningOf(gate: keyof typeof GATES): { direction: string; unit: string; reason: string } {
  const { direction, unit, reason } = GATES[gate];
  return { direction, unit, reason };
}
