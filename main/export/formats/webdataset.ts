import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createTarPacker } from 'modern-tar';
import { samplesToSeconds } from '../../model/index.ts';
import type { ClipOptions } from '../clip-options.ts';
import type { DatasetRow } from '../dataset.ts';
import { jsonLine, notWritten } from '../files.ts';
import type { Format, FormatJob } from '../format.ts';
import type { Split } from '../splits.ts';
import { clipFileOf, enhancedField } from './kept-clip.ts';

/** Shards of about a gigabyte, as the WebDataset documents advise. */
const SHARD_BYTES = 1_000_000_000;

/** A tar file that is written as it grows. Equal entries give equal bytes: no times, no owners. */
class Shard {
  readonly #packer = createTarPacker();
  readonly #written: Promise<void>;
  /** Why nothing can be added any more, and who waits to hear of it. */
  #ended: { readonly why: unknown } | null = null;
  #tell: ((why: unknown) => void) | null = null;
  bytes = 0;

  constructor(path: string) {
    this.#written = pipeline(Readable.fromWeb(this.#packer.readable as never), createWriteStream(path));
    // Heard of once, here: each entry that waited for it too would stay in memory as long as the shard.
    const end = (why: unknown): void => {
      this.#ended = { why };
      this.#tell?.(why);
    };
    this.#written.then(() => end(new Error('the shard ended early')), end);
  }

  async add(name: string, content: Uint8Array): Promise<void> {
    if (this.#ended !== null) throw this.#ended.why;
    const body = this.#packer.controller
      .add({ name, size: content.byteLength, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0, type: 'file' })
      .getWriter();
    await new Promise<void>((resolve, reject) => {
      this.#tell = reject;
      body
        .write(content)
        .then(() => body.close())
        .then(resolve, reject);
    });
    this.#tell = null;
    this.bytes += content.byteLength + 1024;
  }

  async finish(): Promise<void> {
    this.#packer.controller.finalize();
    await this.#written;
  }

  /** Ends the file where it is. */
  async discard(why: unknown): Promise<void> {
    this.#packer.controller.error(why);
    await this.#written.catch(() => {});
  }
}

const sampleOf = (row: DatasetRow, clips: ClipOptions): Record<string, unknown> => ({
  id: row.id,
  text: row.text,
  character: row.character,
  series: row.series,
  episode: row.episodeTitle,
  scene: row.scene,
  start: samplesToSeconds(row.start),
  end: samplesToSeconds(row.end),
  sampling_rate: row.clip?.rate,
  confidence: row.source.confidence,
  review: row.source.review,
  ...enhancedField(row, clips),
});

async function webdataset({ dataset, folder, split, survey, clips, signal }: FormatJob): Promise<void> {
  const target = join(folder, 'webdataset');
  await mkdir(target, { recursive: true });
  const parts: readonly (Split | null)[] = split === null ? [null] : [...survey.splits.keys()];
  for (const part of parts) {
    let number = 0;
    let open: Shard | null = null;
    try {
      for (const row of dataset.rows()) {
        if (row.split !== part) continue;
        signal.throwIfAborted();
        open ??= new Shard(join(target, `${part ?? 'all'}-${String(number++).padStart(6, '0')}.tar`));
        // A key ends at the first dot: names hold none.
        const key = `${row.episodeName}/${row.name}`;
        const file = clipFileOf(row);
        await open.add(`${key}${extname(file)}`, await readFile(file));
        await open.add(`${key}.json`, Buffer.from(jsonLine(sampleOf(row, clips))));
        if (open.bytes < SHARD_BYTES) continue;
        await open.finish();
        open = null;
      }
      await open?.finish();
    } catch (error) {
      await open?.discard(error);
      throw notWritten(target, error);
    }
  }
}

export const webdatasetFormat: Format = {
  name: 'webdataset',
  description: 'WebDataset tar shards: a clip and a JSON document for each key',
  clips: 'embeds',
  write: webdataset,
};
