import type { EnhancementOutcome, GateReport } from '../model/index.ts';
import type { ClipOptions } from './clip-options.ts';
import type { Dataset } from './dataset.ts';
import type { LeakSummary } from './leaks.ts';
import type { ExcludedRow, ExportFormat } from './manifest.ts';
import type { SplitPlan } from './splits.ts';
import type { Survey } from './survey.ts';

/** How the dataset came about. */
export interface Provenance {
  readonly name: string;
  readonly rolecallVersion: string;
  /** Models that took part, as "id version (licence)". */
  readonly models: readonly string[];
  /** What was measured of its quality, a sentence each; for example a blind audit's result. */
  readonly measured: readonly string[];
  /** How many utterances were left out, by their first reason. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** What the gates cost; null where a recipe does not tell. */
  readonly gates: GateReport | null;
  /** What was left out, with every reason. */
  readonly excluded: Iterable<ExcludedRow>;
  /** Null where no leaks were looked for. */
  readonly leaks: LeakSummary | null;
}

/** What a format is given. */
export interface FormatJob {
  readonly dataset: Dataset;
  readonly survey: Survey;
  /** The exported folder; a format writes its own files below it. */
  readonly folder: string;
  readonly formats: readonly ExportFormat[];
  readonly provenance: Provenance;
  readonly split: SplitPlan | null;
  readonly clips: ClipOptions;
  /** How many clips were enhanced, and how many stayed as they were and why; empty where none was to be. */
  readonly enhanced: ReadonlyMap<EnhancementOutcome, number>;
  readonly signal: AbortSignal;
}

/**
 * What a format does with clips: it needs none; it refers to files that stay in the folder
 * (`audiofolder/` or `clips/`); or it holds copies of their bytes.
 */
export type ClipUse = 'none' | 'refers' | 'embeds';

/** A format of the dataset: an entry of the table in `registry.ts`. */
export interface Format {
  readonly name: ExportFormat;
  /** One line for help texts and documents. */
  readonly description: string;
  readonly clips: ClipUse;
  readonly write: (job: FormatJob) => Promise<void>;
}
