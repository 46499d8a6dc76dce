import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ENHANCEMENT_OUTCOMES, type EnhancementOutcome, RolecallError } from '../model/index.ts';
import {
  type ClipFacts,
  type ClipOptions,
  type ClipRequest,
  type CutClips,
  clipSpan,
} from './clip-options.ts';
import type { Clip, Dataset, DatasetRow, EpisodeRows } from './dataset.ts';
import type { ExportFormat } from './manifest.ts';
import { FORMATS } from './registry.ts';

/** Where clips are put while formats embed them; it does not stay. */
export const PASSING_CLIPS = '.clips';

export type ClipPlace = 'audiofolder' | 'clips' | 'passing' | 'none';

/** Where the clips of these formats lie. */
export function clipPlace(formats: readonly ExportFormat[]): ClipPlace {
  if (formats.includes('audiofolder')) return 'audiofolder';
  const uses = formats.map((format) => FORMATS[format].clips);
  if (uses.includes('refers')) return 'clips';
  return uses.includes('embeds') ? 'passing' : 'none';
}

const EXTENSIONS = { flac: 'flac', wav: 'wav', opus: 'opus' } as const;

/** Where a row's clip lies, seen from the exported folder, with `/`. */
function clipPath(row: DatasetRow, place: ClipPlace, options: ClipOptions): string {
  const name = `${row.episodeName}/${row.name}.${EXTENSIONS[options.codec]}`;
  if (place === 'audiofolder') return `audiofolder/${row.split ?? 'data'}/${name}`;
  return place === 'clips' ? `clips/${name}` : `${PASSING_CLIPS}/${name}`;
}

export interface CutJob {
  readonly dataset: Dataset;
  readonly folder: string;
  readonly place: ClipPlace;
  readonly options: ClipOptions;
  readonly cut: CutClips;
  readonly total: number;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number, message: string) => void;
}

/** Cuts the clips of all rows, episode by episode, and tells the dataset where they are. */
export async function cutAllClips(job: CutJob): Promise<void> {
  const table = new ClipTable(job);
  let done = 0;
  for (const each of job.dataset.episodes()) {
    job.signal.throwIfAborted();
    table.add(each.episode.id, await cutEpisode(job, each));
    done += each.rows.length;
    job.onProgress(done / job.total, `${done} of ${job.total} clips`);
  }
  job.dataset.giveClips((row) => table.of(row));
}

/** The facts of all clips, a few bytes each: their paths follow from their rows. */
class ClipTable {
  readonly #job: CutJob;
  readonly #episodes = new Map<
    string,
    { readonly rates: Uint32Array; readonly samples: Uint32Array; readonly outcomes: Int8Array }
  >();

  constructor(job: CutJob) {
    this.#job = job;
  }

  add(episode: string, facts: readonly ClipFacts[]): void {
    this.#episodes.set(episode, {
      rates: Uint32Array.from(facts, ({ rate }) => rate),
      samples: Uint32Array.from(facts, ({ samples }) => samples),
      outcomes: Int8Array.from(facts, ({ enhancement }) =>
        enhancement === undefined ? -1 : ENHANCEMENT_OUTCOMES.indexOf(enhancement),
      ),
    });
  }

  /** The clip of a row; null where none was cut. */
  of(row: DatasetRow): Clip | null {
    const { place, options, folder } = this.#job;
    const facts = this.#episodes.get(row.episode);
    const rate = facts?.rates[row.order];
    const samples = facts?.samples[row.order];
    if (rate === undefined || samples === undefined) return null;
    const path = clipPath(row, place, options);
    return {
      path: place === 'passing' ? null : path,
      file: join(folder, path),
      rate,
      samples,
      enhancement: ENHANCEMENT_OUTCOMES[facts?.outcomes[row.order] ?? -1] ?? null,
    };
  }
}

async function cutEpisode(
  job: CutJob,
  { episode, enhancements, rows }: EpisodeRows,
): Promise<readonly ClipFacts[]> {
  const { folder, place, options, cut, signal } = job;
  const paths = rows.map((row) => clipPath(row, place, options));
  for (const each of new Set(paths.map(dirname))) await mkdir(join(folder, each), { recursive: true });
  const requests = rows.map((row, index): ClipRequest => {
    const enhancement = enhancements.get(row.id);
    return {
      ...clipSpan(row, options, episode.samples),
      file: join(folder, paths[index] as string),
      ...(enhancement === undefined ? {} : { enhancement }),
    };
  });
  const facts = (await cut(episode.media, requests, signal, options)) ?? requests.map(plainFacts);
  if (facts.length === requests.length) return facts;
  throw new RolecallError({
    kind: 'internal',
    message: `${facts.length} of ${requests.length} clips of ${basename(episode.media)} were cut.`,
    remedy: 'Run `rolecall doctor`, and report this with its output if it stays.',
    file: episode.media,
  });
}

const plainFacts = ({ start, end }: ClipRequest): ClipFacts => ({ rate: 16_000, samples: end - start });

/** What became of the clips that were to be enhanced: how many were, and how many stayed as they were. */
export function countEnhanced(dataset: Dataset): ReadonlyMap<EnhancementOutcome, number> {
  const counts = new Map<EnhancementOutcome, number>();
  for (const { clip } of dataset.rows()) {
    const outcome = clip?.enhancement ?? null;
    if (outcome !== null) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}
