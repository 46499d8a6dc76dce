import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  findTools,
  listLibraryFiles,
  type PairedEpisode,
  type PairingNote,
  pairLibrary,
  probe,
} from '../media/index.ts';
import { asRolecallError, type Episode, type Problem } from '../model/index.ts';
import { listEpisodes, putScannedEpisode, type ScannedEpisode, setEpisodeStatus } from '../store/index.ts';
import { missingMedia, type Project } from './project.ts';

export type Change = 'new' | 'changed' | 'missing' | 'same';

/** What `rolecall init --json` and `scan --json` print. */
export interface ScanReport {
  readonly project: string;
  readonly episodes: {
    readonly id: string;
    readonly media: string;
    readonly subtitles: string | null;
    readonly script: string | null;
    readonly change: Change;
    readonly warnings: readonly Problem[];
  }[];
  /** Subtitles and scripts that belong to no media. */
  readonly unpaired: string[];
}

/**
 * Looks through the library and brings the project's episodes up to date. What a person paired stays; what is
 * gone is marked missing and keeps everything that was decided on it.
 *
 * @throws RolecallError where the library cannot be read
 */
export async function scanProject(project: Project): Promise<ScanReport> {
  const { database, library } = project;
  const pairing = pairLibrary(await listLibraryFiles(library), basename(library));
  const known = new Map(listEpisodes(database).map((each) => [each.media, each]));
  const ids = new Set([...known.values()].map((each) => each.id));
  const scanned: ScannedEpisode[] = [];
  for (const found of pairing.episodes) {
    const media = join(library, found.media);
    const id = known.get(media)?.id ?? newId(found.media, ids);
    ids.add(id);
    const now = await withEmbedded(toScanned(found, id, library));
    const before = known.get(media);
    scanned.push(
      before?.pairedBy === 'person' ? { ...now, warnings: warningsOfChosen(before, now.warnings) } : now,
    );
  }
  const present = new Set(scanned.map((each) => each.id));
  database.transaction(() => {
    for (const each of scanned) putScannedEpisode(database, each);
    for (const episode of known.values()) {
      if (!present.has(episode.id) && !existsSync(episode.media)) {
        setEpisodeStatus(database, episode.id, 'missing', missingMedia(episode.media));
      }
    }
  })();
  const episodes = listEpisodes(database);
  // What a person paired belongs to an episode, whatever its name says.
  const paired = new Set(episodes.flatMap(({ subtitles, script }) => [subtitles, script]));
  return {
    project: project.path,
    episodes: episodes.map((episode) => ({
      id: episode.id,
      media: episode.media,
      subtitles: episode.subtitles,
      script: episode.script,
      change: changeOf(episode, known.get(episode.media)),
      warnings: episode.warnings,
    })),
    unpaired: pairing.unpaired.map((path) => join(library, path)).filter((file) => !paired.has(file)),
  };
}

function changeOf(now: Episode, before: Episode | undefined): Change {
  if (now.status === 'missing') return 'missing';
  if (before === undefined) return 'new';
  return before.subtitles === now.subtitles && before.script === now.script && before.status !== 'missing'
    ? 'same'
    : 'changed';
}

function toScanned(found: PairedEpisode, id: string, library: string): ScannedEpisode {
  const whole = (path: string | null): string | null => (path === null ? null : join(library, path));
  return {
    id,
    title: found.title,
    series: found.series,
    media: join(library, found.media),
    subtitles: whole(found.subtitles),
    script: whole(found.script),
    warnings: found.notes.map((note) => toProblem(note, found, library)),
  };
}

const SEVERAL = { subtitles: 'Several subtitle files fit;', script: 'Several scripts fit;' } as const;
const NONE_FOUND = {
  subtitles: 'No subtitles were found.',
  script: 'No script was found: nobody will be named.',
} as const;

function toProblem(note: PairingNote, found: PairedEpisode, library: string): Problem {
  const media = join(library, found.media);
  if (note.kind === 'missing') return noneFound(note.role, media);
  return {
    message: `${SEVERAL[note.role]} ${basename(note.chosen)} was taken, not ${note.others.map((each) => basename(each)).join(', ')}.`,
    remedy: 'Choose another by hand if that is wrong.',
    file: media,
    place: null,
  };
}

const noneFound = (role: 'subtitles' | 'script', media: string): Problem => ({
  message: NONE_FOUND[role],
  remedy: `Put a ${role === 'script' ? 'script' : 'subtitle file'} with the media's name beside it and scan again, or choose one by hand.`,
  file: media,
  place: null,
});

/** Where a person chose the files, no scan looks for others by their names. */
const noneChosen = (role: 'subtitles' | 'script', media: string): Problem => ({
  ...noneFound(role, media),
  remedy: 'The files of this episode were chosen by hand: choose this one too.',
});

/**
 * What is still to be told of an episode whose files a person chose: nothing about names that fit or do not, only
 * which file there is none of, and what is wrong with the media.
 */
export function warningsOfChosen(
  { media, subtitles, script }: Pick<Episode, 'media' | 'subtitles' | 'script'>,
  warnings: readonly Problem[],
): Problem[] {
  const ofNames = [...Object.values(SEVERAL), ...Object.values(NONE_FOUND)];
  return [
    ...(subtitles === null ? [noneChosen('subtitles', media)] : []),
    ...(script === null ? [noneChosen('script', media)] : []),
    ...warnings.filter(({ message }) => !ofNames.some((beginning) => message.startsWith(beginning))),
  ];
}

/** Where no subtitle file lies about, a text track inside the media serves. */
async function withEmbedded(scanned: ScannedEpisode): Promise<ScannedEpisode> {
  if (scanned.subtitles !== null) return scanned;
  try {
    const info = await probe(scanned.media, { tools: await findTools() });
    const track = info.subtitles.find((each) => each.isText);
    if (track === undefined) return scanned;
    const warnings = scanned.warnings.filter((each) => each.message !== NONE_FOUND.subtitles);
    return { ...scanned, subtitles: `embedded:${track.index}`, warnings };
  } catch (thrown) {
    // What is wrong with the media is told now, and again by the run.
    const { message, remedy } = asRolecallError(thrown);
    return {
      ...scanned,
      warnings: [...scanned.warnings, { message, remedy, file: scanned.media, place: null }],
    };
  }
}

const LONGEST_ID = 60;

/** A short name for folders and addresses, made from the path; the same for the same library. */
function newId(path: string, taken: ReadonlySet<string>): string {
  const name = (path.split('/').at(-1) ?? path).replace(/\.[^.]+$/, '');
  const slug = (
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? ['episode']
  )
    .join('-')
    .slice(0, LONGEST_ID);
  if (!taken.has(slug)) return slug;
  return `${slug}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
}
