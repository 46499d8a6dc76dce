import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RolecallError } from '../model/index.ts';
import {
  type ExportFormat,
  INDEX_FILE,
  indexRow,
  MANIFEST_FILE,
  type Manifest,
  manifest,
} from './manifest.ts';
import { checkParquet, checkWebdataset } from './verify/binary-formats.ts';
import { type ClipReaders, checkClips } from './verify/clips.ts';
import { checkFiles, isInside } from './verify/files.ts';
import {
  checkCard,
  checkEnhancements,
  checkExcluded,
  checkIndex,
  checkLedger,
  checkSplits,
} from './verify/index-rows.ts';
import {
  checkAudiofolder,
  checkDialogues,
  checkLhotse,
  checkNemo,
  checkRecipe,
} from './verify/json-formats.ts';
import { readDocuments } from './verify/read-lines.ts';
import { type Check, type Finding, Reporter } from './verify/report.ts';
import { checkAnnotations, checkCsv, checkKaldi } from './verify/text-formats.ts';

export type { Finding } from './verify/report.ts';

export interface VerifyResult {
  readonly ok: boolean;
  readonly files: number;
  readonly utterances: number;
  readonly seconds: number;
  readonly findings: Finding[];
}

export interface VerifyOptions extends ClipReaders {
  readonly signal: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

const annotations =
  (format: ExportFormat) =>
  (check: Check): Promise<void> =>
    checkAnnotations(check, format);

/** How each format is compared with the index. */
const CHECKS: Readonly<Record<ExportFormat, (check: Check) => Promise<void>>> = {
  audiofolder: checkAudiofolder,
  jsonl: checkDialogues,
  parquet: checkParquet,
  webdataset: checkWebdataset,
  rttm: annotations('rttm'),
  textgrid: annotations('textgrid'),
  eaf: annotations('eaf'),
  audacity: annotations('audacity'),
  srt: annotations('srt'),
  vtt: annotations('vtt'),
  ass: annotations('ass'),
  csv: checkCsv,
  kaldi: checkKaldi,
  lhotse: checkLhotse,
  nemo: checkNemo,
  recipe: checkRecipe,
};

/**
 * Checks an exported folder: every file against its checksum, nothing unlisted; the index against
 * the manifest, every format against the index; every clip decodes to the length that its row says;
 * no group, text or recording is in two splits.
 *
 * @throws RolecallError kind `input` where the folder is no export at all
 */
export async function verifyDataset(folder: string, options: VerifyOptions): Promise<VerifyResult> {
  const { signal } = options;
  const stated = await readManifest(folder);
  const findings: Finding[] = [];
  await checkFiles(folder, stated, findings, signal);
  const unsound = new Set(findings.map((finding) => finding.file));
  const read = await readDocuments({ folder, findings, signal }, INDEX_FILE, indexRow);
  const inside = new Reporter({ findings }, INDEX_FILE);
  const rows = read.filter((row) => {
    const isSafe = isInside(row.name) && (row.clip?.path == null || isInside(row.clip.path));
    if (!isSafe) inside.say(`${row.id} leads out of the folder`);
    return isSafe;
  });
  inside.end();
  const check: Check = { folder, manifest: stated, rows, unsound, findings, signal };
  checkIndex(check);
  checkEnhancements(check);
  checkSplits(check);
  await checkLedger(check);
  await checkExcluded(check);
  await checkCard(check);
  for (const format of stated.formats) await CHECKS[format](check);
  await checkClips(check, options, options.onProgress);
  return {
    ok: findings.length === 0,
    files: stated.files.length + 1,
    utterances: stated.utterances,
    seconds: stated.seconds,
    findings,
  };
}

async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST_FILE);
  const refuse = (message: string, cause?: unknown): RolecallError =>
    new RolecallError({
      kind: 'input',
      message,
      remedy: 'Name a folder that this version of `rolecall export` made.',
      file,
      cause,
    });
  if (!existsSync(file)) throw refuse('There is no manifest here.');
  try {
    return manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw refuse('The manifest is damaged.', cause);
  }
}
