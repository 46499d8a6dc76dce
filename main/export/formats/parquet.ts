import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ColumnSource, fileWriter, ParquetWriter } from 'hyparquet-writer';
import { samplesToSeconds } from '../../model/index.ts';
import type { ClipOptions } from '../clip-options.ts';
import type { DatasetRow } from '../dataset.ts';
import { notWritten } from '../files.ts';
import type { Format, FormatJob } from '../format.ts';
import type { Split } from '../splits.ts';
import { clipFileOf, enhancedBy } from './kept-clip.ts';

/** Bytes of sound in a row group (readers hold one in memory) and in a file. */
const GROUP_BYTES = 16 * 1024 * 1024;
const FILE_BYTES = 450 * 1024 * 1024;

type ColumnType = 'STRING' | 'DOUBLE' | 'INT32';
type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];

type Column = readonly [string, ColumnType, (row: DatasetRow) => string | number | null];

/** Columns beside `audio`, in the file's order. */
const COLUMNS: readonly Column[] = [
  ['id', 'STRING', (row) => row.id],
  ['text', 'STRING', (row) => row.text],
  ['character', 'STRING', (row) => row.character],
  ['series', 'STRING', (row) => row.series],
  ['episode', 'STRING', (row) => row.episodeTitle],
  ['scene', 'INT32', (row) => row.scene],
  ['start', 'DOUBLE', (row) => samplesToSeconds(row.start)],
  ['end', 'DOUBLE', (row) => samplesToSeconds(row.end)],
  ['duration', 'DOUBLE', (row) => (row.clip === null ? 0 : row.clip.samples / row.clip.rate)],
  ['confidence', 'DOUBLE', (row) => row.source.confidence],
  ['review', 'STRING', (row) => row.source.review],
];

/** With what cleaned each clip, where that was asked for. */
const columnsOf = (clips: ClipOptions): readonly Column[] =>
  clips.enhance === 'none'
    ? COLUMNS
    : [...COLUMNS, ['enhanced_by', 'STRING', (row) => enhancedBy(row, clips)]];

const schemaOf = (columns: readonly Column[]): Schema => [
  { name: 'root', num_children: columns.length + 1 },
  { name: 'audio', repetition_type: 'OPTIONAL', num_children: 2 },
  { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
  { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  ...columns.map(([name, type]): Schema[number] =>
    type === 'STRING'
      ? { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }
      : { name, type, repetition_type: 'OPTIONAL' },
  ),
];

/** What Hugging Face `datasets` writes into its own Parquet files: `audio` loads as Audio, not as a struct. */
function features(rate: number | null, all: readonly Column[]): string {
  const dtype = { STRING: 'string', DOUBLE: 'float64', INT32: 'int32' } as const;
  const columns = all.map(([name, type]) => [name, { dtype: dtype[type], _type: 'Value' }]);
  const audio = rate === null ? { _type: 'Audio' } : { sampling_rate: rate, _type: 'Audio' };
  return JSON.stringify({ info: { features: { audio, ...Object.fromEntries(columns) } } });
}

/** Writes one row group after the other into one file. */
class ParquetFile {
  readonly path: string;
  readonly #writer: ParquetWriter;
  readonly #columns: readonly Column[];
  #rows: DatasetRow[] = [];
  #sound: Uint8Array[] = [];
  #gathered = 0;
  bytes = 0;

  constructor(path: string, clips: ClipOptions) {
    this.path = path;
    this.#columns = columnsOf(clips);
    this.#writer = new ParquetWriter({
      writer: fileWriter(path),
      schema: schemaOf(this.#columns),
      createdBy: 'rolecall',
      kvMetadata: [{ key: 'huggingface', value: features(clips.rate, this.#columns) }],
    });
  }

  async add(row: DatasetRow): Promise<void> {
    const sound = await readFile(clipFileOf(row));
    this.#rows.push(row);
    this.#sound.push(sound);
    this.#gathered += sound.byteLength;
    this.bytes += sound.byteLength;
    if (this.#gathered >= GROUP_BYTES) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#writer.finish();
  }

  async #flush(): Promise<void> {
    if (this.#rows.length === 0) return;
    const [rows, sound] = [this.#rows, this.#sound];
    // The writer's types know no structs; its encoder takes them as the schema says.
    const audio = rows.map((row, index) => ({
      bytes: sound[index],
      path: `${row.episodeName}/${basename(clipFileOf(row))}`,
    })) as unknown as ColumnSource['data'];
    const columnData: ColumnSource[] = [
      { name: 'audio', data: audio, encoding: 'PLAIN', codec: 'UNCOMPRESSED', statistics: false },
      ...this.#columns.map(([name, , value]): ColumnSource => ({ name, data: rows.map(value) })),
    ];
    await this.#writer.write({ columnData, rowGroupSize: rows.length });
    this.#rows = [];
    this.#sound = [];
    this.#gathered = 0;
  }
}

async function parquet({ dataset, folder, split, survey, clips, signal }: FormatJob): Promise<void> {
  const target = join(folder, 'parquet');
  await mkdir(target, { recursive: true });
  const parts: readonly (Split | null)[] = split === null ? [null] : [...survey.splits.keys()];
  for (const part of parts) {
    const written: string[] = [];
    let open: ParquetFile | null = null;
    try {
      for (const row of dataset.rows()) {
        if (row.split !== part) continue;
        signal.throwIfAborted();
        if (open === null) {
          open = new ParquetFile(join(target, `${part ?? 'all'}-${written.length}.part`), clips);
          written.push(open.path);
        }
        await open.add(row);
        if (open.bytes < FILE_BYTES) continue;
        await open.finish();
        open = null;
      }
      await open?.finish();
    } catch (error) {
      throw notWritten(target, error);
    }
    for (const [index, path] of written.entries()) {
      await rename(path, join(target, `${part ?? 'all'}-${five(index)}-of-${five(written.length)}.parquet`));
    }
  }
}

const five = (number: number): string => String(number).padStart(5, '0');

export const parquetFormat: Format = {
  name: 'parquet',
  description: 'Parquet with embedded audio, as Hugging Face datasets loads it',
  clips: 'embeds',
  write: parquet,
};
