import { stat } from 'node:fs/promises';
import { decodeSpan, findTools, toFloat } from '../media/index.ts';
import { SAMPLE_RATE } from '../model/index.ts';
import { SPECTROGRAM_ROWS, spectrogram } from '../speech/index.ts';
import { cacheFile } from './cache.ts';
import type { Project } from './project.ts';

/** Half of a frame: what a column is the middle of. */
const HALF_FRAME = 256;
/** What is decoded at once, and how many of these stay at hand: 16 MB in all. */
const CHUNK = 64 * SAMPLE_RATE;
const MOST_CHUNKS = 8;

/**
 * Draws stretches of sound. The listening copy is decoded in chunks around what is asked for, and the last ones are
 * kept: a view that moves on needs one more now and then, however long the episode is.
 */
export class SpectrogramMaker {
  readonly #chunks = new Map<string, Promise<Int16Array>>();

  /**
   * A stretch of an episode's sound as a picture; see `spectrogram`.
   *
   * @throws RolecallError `input` where the listening copy is missing or damaged
   */
  async draw(
    project: Project,
    episode: string,
    { start, hop, columns }: { readonly start: number; readonly hop: number; readonly columns: number },
  ): Promise<{ rows: number; bytes: Uint8Array<ArrayBuffer> }> {
    const from = start - HALF_FRAME;
    const end = start + columns * hop + HALF_FRAME;
    const file = cacheFile(project.path, episode, 'audio');
    const version = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    // Before the first sample and after the last there is silence.
    const samples = new Float32Array(end - from);
    const first = Math.floor(Math.max(0, from) / CHUNK);
    const last = Math.floor((end - 1) / CHUNK);
    const chunks = await Promise.all(
      Array.from({ length: last - first + 1 }, (_, at) => this.#chunk(file, version, first + at)),
    );
    chunks.forEach((chunk, at) => {
      const begin = (first + at) * CHUNK;
      const part = chunk.subarray(Math.max(0, from - begin), Math.max(0, end - begin));
      samples.set(toFloat(part), Math.max(0, begin - from));
    });
    return { rows: SPECTROGRAM_ROWS, bytes: spectrogram(samples, hop, columns) };
  }

  #chunk(file: string, version: number, index: number): Promise<Int16Array> {
    const key = `${file}\n${version}\n${index}`;
    const known = this.#chunks.get(key);
    const chunk = known ?? this.#decode(file, index);
    this.#chunks.delete(key);
    this.#chunks.set(key, chunk);
    chunk.catch(() => this.#chunks.delete(key));
    const [oldest] = this.#chunks.keys();
    if (this.#chunks.size > MOST_CHUNKS && oldest !== undefined) this.#chunks.delete(oldest);
    return chunk;
  }

  async #decode(file: string, index: number): Promise<Int16Array> {
    const span = { start: index * CHUNK, end: (index + 1) * CHUNK };
    return decodeSpan(file, span, { tools: await findTools() });
  }
}
