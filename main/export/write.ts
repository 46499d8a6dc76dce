import { open, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type EnhancementOutcome, type GateReport, RolecallError, samplesToSeconds } from '../model/index.ts';
import { datasetCard } from './card.ts';
import { type ClipOptions, type CutClips, clipOptions, PLAIN_CLIPS } from './clip-options.ts';
import { clipPlace, countEnhanced, cutAllClips, PASSING_CLIPS } from './clips.ts';
import { Dataset, type DatasetEpisode, IN_ANOTHER_SPLIT } from './dataset.ts';
import { documentWithList, writeJsonLines, writePieces } from './files.ts';
import type { FormatJob, Provenance } from './format.ts';
import { settingsOf } from './gate-costs.ts';
import { excludedRows, indexRows, ledgerRows } from './index-file.ts';
import { findLeaks, type LeakSummary, type OpenSound } from './leaks.ts';
import {
  CARD_FILE,
  describeFile,
  EXCLUDED_FILE,
  EXPORT_FORMATS,
  type ExcludedRow,
  type ExportFormat,
  INDEX_FILE,
  LEDGER_FILE,
  listFiles,
  MANIFEST_FILE,
  type Manifest,
  splitPlan,
} from './manifest.ts';
import { byBytes } from './names.ts';
import { writePictures } from './pictures.ts';
import { prepareWorkplace } from './place.ts';
import { FORMATS } from './registry.ts';
import type { Selection } from './selection.ts';
import type { SplitPlan } from './splits.ts';
import { type Survey, surveyDataset, surveyLeftOut } from './survey.ts';

export interface ExportRequest {
  readonly directory: string;
  readonly formats: readonly ExportFormat[];
  readonly selection: Selection;
  readonly name: string;
  readonly models: readonly string[];
  /** What was measured of its quality, a sentence each, for the card. */
  readonly measured?: readonly string[];
  readonly rolecallVersion: string;
  /** Gone over several times, episode by episode: a list, or anything that reads the store anew each time. */
  readonly episodes: Iterable<DatasetEpisode>;
  readonly cut: CutClips;
  readonly clips?: ClipOptions;
  readonly split?: SplitPlan | null;
  /** Opens an episode's sound to look for recaps; absent: leaks are looked for in the texts only. */
  readonly sound?: OpenSound;
  /** What a recipe says of an earlier export: nothing is looked for or left out again. */
  readonly known?: {
    readonly leftOut: ReadonlyMap<string, number>;
    readonly leaks: LeakSummary | null;
    readonly gates: GateReport | null;
    readonly excluded: Iterable<ExcludedRow>;
  };
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
}

export interface ExportResult {
  readonly directory: string;
  readonly files: number;
  readonly utterances: number;
  readonly seconds: number;
  readonly characters: string[];
  /** What became of the clips that were to be enhanced; empty where none was. */
  readonly enhanced: ReadonlyMap<EnhancementOutcome, number>;
}

/** Shares of the work, roughly: looking for leaks, cutting, writing formats, hashing. */
const STEPS = { leaks: 0.2, clips: 0.6, formats: 0.85 } as const;

/**
 * Writes the dataset. Everything is made in a folder beside the target and takes its place
 * at the end, so that what was there before stays whole until then. Two exports of the same
 * state are the same bytes.
 *
 * @throws RolecallError where the folder holds something that is no export of ours, where
 *   nothing is left to export, or where a clip or a file cannot be written
 */
export async function writeDataset(request: ExportRequest): Promise<ExportResult> {
  const target = resolve(request.directory);
  refuseOddOptions(request);
  const work = await prepareWorkplace(target);
  try {
    const result = await writeInto(work.folder, request);
    request.signal.throwIfAborted();
    await work.finish();
    return { ...result, directory: target };
  } catch (error) {
    await work.discard();
    throw error;
  }
}

async function writeInto(folder: string, request: ExportRequest): Promise<Omit<ExportResult, 'directory'>> {
  const { signal, onProgress } = request;
  const split = request.split ?? null;
  const clips = request.clips ?? PLAIN_CLIPS;
  const dataset = new Dataset(request.episodes, request.selection, split);
  const { survey, leaks } = await selectRows(request, dataset, split);
  const formats = EXPORT_FORMATS.filter((format) => request.formats.includes(format));
  const place = clipPlace(formats);
  if (place !== 'none') {
    await cutAllClips({
      dataset,
      folder,
      place,
      options: clips,
      cut: request.cut,
      total: survey.utterances,
      signal,
      onProgress: (fraction, message) =>
        onProgress(STEPS.leaks + fraction * (STEPS.clips - STEPS.leaks), message),
    });
  }
  const provenance = provenanceOf(request, dataset, leaks);
  const enhanced = countEnhanced(dataset);
  const job: FormatJob = { dataset, survey, folder, formats, provenance, split, clips, enhanced, signal };
  for (const [index, format] of formats.entries()) {
    signal.throwIfAborted();
    onProgress(STEPS.clips + (index / formats.length) * (STEPS.formats - STEPS.clips), `format ${format}`);
    await FORMATS[format].write(job);
  }
  await rm(join(folder, PASSING_CLIPS), { recursive: true, force: true });
  await writeJsonLines(join(folder, INDEX_FILE), indexRows(dataset), signal);
  await writeJsonLines(join(folder, LEDGER_FILE), ledgerRows(dataset), signal);
  const excluded = await writeExcluded(folder, provenance.excluded, signal);
  await writePictures(folder, survey);
  await writeFile(join(folder, CARD_FILE), datasetCard(job));
  onProgress(STEPS.formats, 'checksums');
  return { ...(await writeManifest(job, place === 'none' ? null : clips, excluded)), enhanced };
}

/** The rows that stay: what is selected, without what the leak check takes out; and the names of all. */
async function selectRows(
  request: ExportRequest,
  dataset: Dataset,
  split: SplitPlan | null,
): Promise<{ survey: Survey; leaks: LeakSummary | null }> {
  const first = surveyDataset(dataset);
  if (first.utterances === 0)
    throw nothingToExport(surveyLeftOut(request.episodes, request.selection).counts);
  dataset.giveNames(first.episodes.keys(), first.characters.keys());
  if (request.known !== undefined) return { survey: first, leaks: request.known.leaks };
  if (split === null) return { survey: first, leaks: null };
  const { drop, summary } = await findLeaks(dataset, {
    ...(request.sound === undefined ? {} : { sound: request.sound }),
    signal: request.signal,
    onProgress: (fraction) => request.onProgress(fraction * STEPS.leaks, 'leaks between splits'),
  });
  if (drop.size === 0) return { survey: first, leaks: summary };
  dataset.drop(drop);
  return { survey: surveyDataset(dataset), leaks: summary };
}

function provenanceOf(request: ExportRequest, dataset: Dataset, leaks: LeakSummary | null): Provenance {
  const { name, rolecallVersion, models, measured = [], known } = request;
  const common = { name, rolecallVersion, models, measured, leaks };
  if (known !== undefined) return { ...common, ...known };
  const { counts, gates } = surveyLeftOut(request.episodes, request.selection);
  const leftOut = new Map(counts);
  if (leaks !== null && leaks.dropped > 0) leftOut.set(IN_ANOTHER_SPLIT, leaks.dropped);
  return { ...common, leftOut, gates, excluded: { [Symbol.iterator]: () => excludedRows(dataset) } };
}

/** @returns the number of rows */
async function writeExcluded(
  folder: string,
  rows: Iterable<ExcludedRow>,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  const counted = function* (): Generator<ExcludedRow> {
    for (const row of rows) {
      count += 1;
      yield row;
    }
  };
  await writeJsonLines(join(folder, EXCLUDED_FILE), counted(), signal);
  return count;
}

async function writeManifest(
  job: FormatJob,
  clips: ClipOptions | null,
  excluded: number,
): Promise<Omit<ExportResult, 'directory' | 'enhanced'>> {
  const { folder, survey } = job;
  const { gates } = job.provenance;
  const paths = (await listFiles(folder)).filter((path) => !path.startsWith('.'));
  const content: Omit<Manifest, 'files'> = {
    kind: 'rolecall-dataset',
    version: 2,
    rolecall: job.provenance.rolecallVersion,
    formats: [...job.formats],
    utterances: survey.utterances,
    excluded,
    ...(gates === null ? {} : { gates: settingsOf(gates) }),
    seconds: samplesToSeconds(survey.samples),
    characters: [...survey.characters.keys()].sort(byBytes),
    split: job.split,
    clips,
  };
  const described = async function* (): AsyncGenerator<Manifest['files'][number]> {
    for (const path of paths) yield { path, ...(await describeFile(join(folder, path))) };
  };
  const file = join(folder, MANIFEST_FILE);
  await writePieces(file, documentWithList(content, 'files', described()), job.signal);
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
  const { utterances, seconds, characters } = content;
  return { files: paths.length + 1, utterances, seconds, characters };
}

function refuseOddOptions({ clips = PLAIN_CLIPS, split }: ExportRequest): void {
  const checked = z.object({ clips: clipOptions, split: splitPlan.nullable() });
  const { error } = checked.safeParse({ clips, split: split ?? null });
  const shares = split == null ? 1 : split.shares.train + split.shares.validation + split.shares.test;
  if (error === undefined && Math.abs(shares - 1) < 1e-6) return;
  const place = error?.issues[0]?.path.join('.') ?? 'split.shares';
  throw new RolecallError({
    kind: 'usage',
    message: `The export was asked for something that cannot be (${place}).`,
    remedy: 'See `rolecall export --help` for what each option takes.',
    cause: error,
  });
}

function nothingToExport(leftOut: ReadonlyMap<string, number>): RolecallError {
  const reasons = [...leftOut].map(([reason, count]) => `${count} × ${reason}`).join(', ');
  return new RolecallError({
    kind: 'usage',
    message: `Nothing is left to export${reasons ? ` (${reasons})` : ': the project has no utterances'}.`,
    remedy: reasons ? 'Accept lines in review, or ask for less.' : 'Run the project first.',
  });
}
