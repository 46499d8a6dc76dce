import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { enhancementOutcome, gateSettings } from '../model/index.ts';
import { clipOptions } from './clip-options.ts';
import { SPLIT_GROUPS, SPLITS } from './splits.ts';

export const MANIFEST_FILE = 'manifest.json';
/** The neutral list of all rows, from which every format is checked. */
export const INDEX_FILE = 'index.jsonl';
export const LEDGER_FILE = 'ledger.jsonl';
/** What was left out and why. */
export const EXCLUDED_FILE = 'excluded.jsonl';
export const CARD_FILE = 'README.md';

export const EXPORT_FORMATS = [
  'audiofolder',
  'jsonl',
  'parquet',
  'webdataset',
  'rttm',
  'textgrid',
  'eaf',
  'audacity',
  'srt',
  'vtt',
  'ass',
  'csv',
  'kaldi',
  'lhotse',
  'nemo',
  'recipe',
] as const;
export const exportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof exportFormat>;

export const splitPlan = z.object({
  by: z.enum(SPLIT_GROUPS),
  seed: z.string(),
  shares: z.object({
    train: z.number().min(0).max(1),
    validation: z.number().min(0).max(1),
    test: z.number().min(0).max(1),
  }),
});

/** What an exported folder says of itself. */
export const manifest = z.object({
  kind: z.literal('rolecall-dataset'),
  version: z.literal(2),
  rolecall: z.string(),
  formats: z.array(exportFormat).min(1),
  utterances: z.number().int().min(0),
  /** Rows of `excluded.jsonl`; absent in datasets of earlier versions. */
  excluded: z.number().int().min(0).optional(),
  /** The gates that were set; absent in datasets of earlier versions. */
  gates: gateSettings.optional(),
  seconds: z.number().min(0),
  characters: z.array(z.string()),
  split: splitPlan.nullable(),
  /** Null where no format holds sound. */
  clips: clipOptions.nullable(),
  files: z.array(
    z.object({
      path: z.string().min(1),
      size: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Manifest = z.infer<typeof manifest>;

/** A row of `index.jsonl`; times in seconds. */
export const indexRow = z.object({
  id: z.string(),
  episode: z.string(),
  /** Name of the row's files, `EPISODE/NAME`. */
  name: z.string(),
  character: z.string(),
  text: z.string(),
  start: z.number().min(0),
  end: z.number().min(0),
  split: z.enum(SPLITS).nullable(),
  group: z.string().nullable(),
  clip: z
    .object({
      /** Where the clip lies in the folder; null where it is only inside other files. */
      path: z.string().nullable(),
      rate: z.number().int().positive(),
      samples: z.number().int().positive(),
      /** What became of it where it was to be enhanced; by what: `clips.enhance` of the manifest. */
      enhancement: enhancementOutcome.optional(),
    })
    .nullable(),
});
export type IndexRow = z.infer<typeof indexRow>;

/** A row of `excluded.jsonl`; times in seconds. */
export const excludedRow = z.object({
  id: z.string(),
  episode: z.string(),
  character: z.string().nullable(),
  start: z.number().min(0),
  end: z.number().min(0),
  reasons: z
    .array(
      z.object({
        reason: z.string(),
        /** Null where no dial changes it. */
        gate: z.string().nullable(),
        /** What was measured; null: never, or nothing to measure. */
        value: z.number().nullable(),
        limit: z.number().nullable(),
      }),
    )
    .min(1),
});
export type ExcludedRow = z.infer<typeof excludedRow>;

/** Files up to this are read at once: a stream takes longer to open than most clips to read. */
const AT_ONCE = 4 * 1024 * 1024;

/** Size and SHA-256 of a file; a large one is read as a stream. */
export async function describeFile(file: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  if ((await stat(file)).size <= AT_ONCE) {
    const bytes = await readFile(file);
    return { size: bytes.length, sha256: hash.update(bytes).digest('hex') };
  }
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return { size: (await stat(file)).size, sha256: hash.digest('hex') };
}

/** Paths of all files below a folder, with `/`, sorted; links are not followed. */
export async function listFiles(folder: string): Promise<string[]> {
  const paths: string[] = [];
  const add = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = `${below}${entry.name}`;
      if (entry.isDirectory()) await add(`${path}/`);
      else paths.push(path);
    }
  };
  await add('');
  return paths.sort();
}
