import { existsSync } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { z } from 'zod';
import { RolecallError } from '../model/index.ts';
import { describeFile, listFiles, MANIFEST_FILE, type Manifest, manifest } from './manifest.ts';

export interface Finding {
  /** Path inside the exported folder. */
  readonly file: string;
  readonly message: string;
}

export interface VerifyResult {
  readonly ok: boolean;
  readonly files: number;
  readonly utterances: number;
  readonly seconds: number;
  readonly findings: Finding[];
}

export interface VerifyOptions {
  /** Decodes an audio file to its end; rejects where it cannot. */
  readonly decodedSeconds: (file: string, signal: AbortSignal) => Promise<number>;
  readonly signal: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

const audiofolderLine = z.object({
  file_name: z.string(),
  id: z.string(),
  start: z.number(),
  end: z.number(),
});
const dialogueLine = z.object({ id: z.string(), context: z.array(z.string()), audio: z.string().nullable() });

/** How far a clip's decoded length may lie from its row's, in seconds: a row's times are rounded to 1 ms. */
const LENGTH_TOLERANCE = 0.002;

/**
 * Checks an exported folder: every file against its checksum, nothing unlisted, rows against
 * the counts, every clip decodes to the length that its row says, contexts lead to rows.
 *
 * @throws RolecallError kind `input` where the folder is no export at all
 */
export async function verifyDataset(folder: string, options: VerifyOptions): Promise<VerifyResult> {
  const stated = await readManifest(folder);
  const findings: Finding[] = [];
  await checkFiles(folder, stated, findings, options.signal);
  const unsound = new Set(findings.map((finding) => finding.file));
  const counts = [];
  if (stated.formats.includes('audiofolder'))
    counts.push(await checkAudiofolder(folder, unsound, findings, options));
  if (stated.formats.includes('jsonl')) counts.push(await checkDialogues(folder, findings));
  for (const { file, count } of counts) {
    if (count !== stated.utterances) {
      findings.push({ file, message: `holds ${count} rows, the manifest says ${stated.utterances}` });
    }
  }
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
      remedy: 'Name a folder that `rolecall export` made.',
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

/** Whether a path of a manifest stays inside the folder. */
const isInside = (path: string): boolean =>
  !isAbsolute(path) && !path.includes('\\') && !normalize(path).split(sep).includes('..');

async function checkFiles(
  folder: string,
  stated: Manifest,
  findings: Finding[],
  signal: AbortSignal,
): Promise<void> {
  const listed = new Set<string>([MANIFEST_FILE]);
  for (const entry of stated.files) {
    signal.throwIfAborted();
    if (listed.has(entry.path)) findings.push({ file: entry.path, message: 'is listed twice' });
    listed.add(entry.path);
    if (!isInside(entry.path)) {
      findings.push({ file: entry.path, message: 'leads out of the folder' });
      continue;
    }
    const file = join(folder, entry.path);
    const found = await lstat(file).catch(() => null);
    if (found === null) findings.push({ file: entry.path, message: 'is missing' });
    else if (!found.isFile()) findings.push({ file: entry.path, message: 'is not a plain file' });
    else {
      const { size, sha256 } = await describeFile(file);
      if (size !== entry.size)
        findings.push({ file: entry.path, message: `has ${size} bytes, should have ${entry.size}` });
      else if (sha256 !== entry.sha256)
        findings.push({ file: entry.path, message: 'has other content than exported' });
    }
  }
  for (const path of await listFiles(folder)) {
    if (!listed.has(path)) findings.push({ file: path, message: 'is not listed in the manifest' });
  }
}

async function checkAudiofolder(
  folder: string,
  unsound: ReadonlySet<string>,
  findings: Finding[],
  options: VerifyOptions,
): Promise<{ file: string; count: number }> {
  const file = 'audiofolder/metadata.jsonl';
  const rows = await readRows(folder, file, audiofolderLine, findings);
  for (const [index, row] of rows.entries()) {
    options.signal.throwIfAborted();
    const clip = `audiofolder/${row.file_name}`;
    if (!isInside(row.file_name)) findings.push({ file: clip, message: 'leads out of the folder' });
    else if (!unsound.has(clip)) await checkClip(folder, clip, row.end - row.start, findings, options);
    options.onProgress?.((index + 1) / rows.length);
  }
  return { file, count: rows.length };
}

async function checkClip(
  folder: string,
  clip: string,
  expected: number,
  findings: Finding[],
  options: VerifyOptions,
): Promise<void> {
  try {
    const seconds = await options.decodedSeconds(join(folder, clip), options.signal);
    if (Math.abs(seconds - expected) > LENGTH_TOLERANCE) {
      findings.push({
        file: clip,
        message: `decodes to ${seconds.toFixed(3)} s, its row says ${expected.toFixed(3)} s`,
      });
    }
  } catch (error) {
    options.signal.throwIfAborted();
    findings.push({
      file: clip,
      message: `does not decode (${error instanceof Error ? error.message : error})`,
    });
  }
}

async function checkDialogues(folder: string, findings: Finding[]): Promise<{ file: string; count: number }> {
  const file = 'dialogues.jsonl';
  const rows = await readRows(folder, file, dialogueLine, findings);
  const ids = new Set<string>();
  for (const row of rows) {
    if (ids.has(row.id)) findings.push({ file, message: `holds ${row.id} twice` });
    for (const id of row.context) {
      if (!ids.has(id))
        findings.push({ file, message: `${row.id} names the context ${id}, which does not come before it` });
    }
    if (row.audio !== null && (!isInside(row.audio) || !existsSync(join(folder, row.audio)))) {
      findings.push({ file, message: `${row.id} names the clip ${row.audio}, which is not there` });
    }
    ids.add(row.id);
  }
  return { file, count: rows.length };
}

async function readRows<T extends z.ZodType>(
  folder: string,
  path: string,
  schema: T,
  findings: Finding[],
): Promise<z.output<T>[]> {
  const text = await readFile(join(folder, path), 'utf8').catch(() => null);
  if (text === null) {
    findings.push({ file: path, message: 'cannot be read' });
    return [];
  }
  const rows: z.output<T>[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const parsed = schema.safeParse(parseOrNull(line));
    if (parsed.success) rows.push(parsed.data);
    else findings.push({ file: path, message: `line ${index + 1} is damaged` });
  }
  return rows;
}

function parseOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
