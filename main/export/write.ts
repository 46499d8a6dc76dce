import { existsSync } from 'node:fs';
import { appendFile, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RolecallError, samplesToSeconds } from '../model/index.ts';
import { type CardFacts, datasetCard } from './card.ts';
import {
  countLeftOut,
  type DatasetEpisode,
  type DatasetRow,
  datasetRows,
  type Selection,
} from './dataset.ts';
import { describeFile, type ExportFormat, listFiles, MANIFEST_FILE, type Manifest } from './manifest.ts';
import { audiofolderRow, clipName, dialogueRow } from './rows.ts';

/** A span to cut, in samples at 16 kHz, and the file to write it to. */
export interface ClipRequest {
  readonly start: number;
  readonly end: number;
  readonly file: string;
}

export interface ExportRequest {
  readonly directory: string;
  readonly formats: readonly ExportFormat[];
  readonly selection: Selection;
  readonly name: string;
  readonly models: readonly string[];
  readonly rolecallVersion: string;
  readonly episodes: readonly DatasetEpisode[];
  /** Cuts clips of one media file into FLAC files and verifies them. */
  readonly cut: (media: string, clips: readonly ClipRequest[], signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
}

export interface ExportResult {
  readonly directory: string;
  readonly files: number;
  readonly utterances: number;
  readonly seconds: number;
  readonly characters: string[];
}

/**
 * Writes the dataset. Everything is made in a folder beside the target and takes its place
 * at the end, so that what was there before stays whole until then. Two exports of the same
 * state are the same bytes.
 *
 * @throws RolecallError where the folder holds something that is no export of ours, where
 *   nothing is left to export, or where a clip cannot be written
 */
export async function writeDataset(request: ExportRequest): Promise<ExportResult> {
  const target = resolve(request.directory);
  await refuseForeignFolder(target);
  const rows = datasetRows(request.episodes, request.selection);
  if (rows.length === 0) throw nothingToExport(countLeftOut(request.episodes, request.selection));
  await mkdir(dirname(target), { recursive: true });
  const beside = `${target}.part`;
  await rm(beside, { recursive: true, force: true });
  try {
    await mkdir(beside);
    await writeFormats(request, rows, beside);
    const result = await writeManifest(request, rows, beside);
    await takePlace(beside, target);
    return { ...result, directory: target };
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}

async function writeFormats(
  request: ExportRequest,
  rows: readonly DatasetRow[],
  folder: string,
): Promise<void> {
  const hasClips = request.formats.includes('audiofolder');
  if (hasClips) await writeAudiofolder(request, rows, join(folder, 'audiofolder'));
  if (request.formats.includes('jsonl')) {
    await writeLines(
      join(folder, 'dialogues.jsonl'),
      rows.map((row) => dialogueRow(row, hasClips)),
    );
  }
  const facts: CardFacts = { ...request, rows, leftOut: countLeftOut(request.episodes, request.selection) };
  await writeFile(join(folder, 'README.md'), datasetCard(facts));
}

async function writeAudiofolder(
  request: ExportRequest,
  rows: readonly DatasetRow[],
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const byEpisode = Map.groupBy(rows, (row) => row.episode);
  let done = 0;
  for (const [episode, ofEpisode] of byEpisode) {
    request.signal.throwIfAborted();
    await mkdir(join(folder, 'data', episode), { recursive: true });
    const clips = ofEpisode.map((row) => ({
      start: row.start,
      end: row.end,
      file: join(folder, clipName(row)),
    }));
    await request.cut(ofEpisode[0]?.media ?? '', clips, request.signal);
    done += ofEpisode.length;
    request.onProgress(done / rows.length, `${done} of ${rows.length} clips`);
  }
  await writeLines(join(folder, 'metadata.jsonl'), rows.map(audiofolderRow));
}

async function writeLines(file: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  await writeFile(file, '');
  for (let from = 0; from < rows.length; from += 1000) {
    const lines = rows.slice(from, from + 1000).map((row) => `${JSON.stringify(row)}\n`);
    await appendFile(file, lines.join(''));
  }
}

async function writeManifest(
  request: ExportRequest,
  rows: readonly DatasetRow[],
  folder: string,
): Promise<Omit<ExportResult, 'directory'>> {
  const paths = await listFiles(folder);
  const files = [];
  for (const path of paths) files.push({ path, ...(await describeFile(join(folder, path))) });
  const seconds = rows.reduce((sum, row) => sum + samplesToSeconds(row.end - row.start), 0);
  const characters = [...new Set(rows.map((row) => row.character))].sort();
  const content: Manifest = {
    kind: 'rolecall-dataset',
    version: 1,
    formats: [...request.formats],
    utterances: rows.length,
    seconds: Math.round(seconds * 1000) / 1000,
    characters,
    files,
  };
  const handle = await open(join(folder, MANIFEST_FILE), 'w');
  try {
    await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { files: files.length + 1, utterances: rows.length, seconds: content.seconds, characters };
}

/** The new folder takes the old one's name; the old one goes only after that. */
async function takePlace(beside: string, target: string): Promise<void> {
  const old = `${target}.old`;
  await rm(old, { recursive: true, force: true });
  if (existsSync(target)) await rename(target, old);
  await rename(beside, target);
  await rm(old, { recursive: true, force: true });
}

async function refuseForeignFolder(target: string): Promise<void> {
  if (!existsSync(target) || existsSync(join(target, MANIFEST_FILE))) return;
  const isEmptyFolder = (await stat(target)).isDirectory() && (await readdir(target)).length === 0;
  if (isEmptyFolder) return;
  throw new RolecallError({
    kind: 'usage',
    message: `${basename(target)} exists and is not a dataset that Rolecall exported.`,
    remedy: 'Choose a new or empty folder; nothing was changed.',
    file: target,
  });
}

function nothingToExport(leftOut: ReadonlyMap<string, number>): RolecallError {
  const reasons = [...leftOut].map(([reason, count]) => `${count} × ${reason}`).join(', ');
  return new RolecallError({
    kind: 'usage',
    message: `Nothing is left to export${reasons ? ` (${reasons})` : ': the project has no utterances'}.`,
    remedy: reasons ? 'Accept lines in review, or export without "accepted only".' : 'Run the project first.',
  });
}
