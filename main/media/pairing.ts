import { codeInSeason, episodeCodeOf, seriesOf } from './episode-code.ts';
import { type FileRole, keyOf, type LibraryFile, readName } from './library-name.ts';

/** An episode as the names of the files tell it. Paths are relative to the library. */
export interface PairedEpisode {
  readonly media: string;
  readonly title: string;
  readonly series: string;
  readonly subtitles: string | null;
  readonly script: string | null;
  /** What is ambiguous or missing. */
  readonly notes: readonly PairingNote[];
}

export type PairingNote =
  | { readonly kind: 'missing'; readonly role: 'subtitles' | 'script' }
  | {
      readonly kind: 'ambiguous';
      readonly role: 'subtitles' | 'script';
      readonly chosen: string;
      readonly others: readonly string[];
    };

export interface Pairing {
  readonly episodes: readonly PairedEpisode[];
  /** Subtitles and scripts that no episode took. */
  readonly unpaired: readonly string[];
}

/**
 * Pairs media with subtitles and scripts by their names and folders alone: one folder for all or one for each
 * episode; the same stem, with or without a language; sub-folders such as `Subs`; season and episode where
 * stems differ. The order of the paths does not matter.
 *
 * @param library name of the library, the series of episodes whose names tell none
 */
export function pairLibrary(paths: readonly string[], library: string): Pairing {
  const files = [...paths].sort().map(readName);
  const media = files.filter((file) => file.role === 'media');
  const alone = foldersWithOneMedia(media);
  const candidates = new Map<string, { text: LibraryFile; score: number }[]>();
  const unpaired: string[] = [];
  for (const text of files.filter((file) => file.role === 'subtitles' || file.role === 'script')) {
    const longest = longestKeyInside(text, media);
    const scores = media.map((episode) => kinship(episode, text, { longest, alone }));
    const best = Math.max(0, ...scores);
    if (best === 0) unpaired.push(text.path);
    // A text goes to the episode that it fits best, not to every one that it fits.
    scores.forEach((score, index) => {
      if (score === 0 || score < best) return;
      const { path } = media[index] as LibraryFile;
      candidates.set(path, [...(candidates.get(path) ?? []), { text, score }]);
    });
  }
  const episodes = media.map((episode): PairedEpisode => {
    const choose = (role: FileRole): Choice =>
      bestOf((candidates.get(episode.path) ?? []).filter(({ text }) => text.role === role));
    const subtitles = choose('subtitles');
    const script = choose('script');
    return {
      media: episode.path,
      title: episode.stem,
      series: seriesOf(episode.stem) ?? seriesFromFolder(episode) ?? library,
      subtitles: subtitles.chosen,
      script: script.chosen,
      notes: [...notesOf('subtitles', subtitles), ...notesOf('script', script)],
    };
  });
  return { episodes, unpaired };
}

interface Choice {
  readonly chosen: string | null;
  /** As good as the chosen one by name and folder. */
  readonly others: readonly string[];
}

function bestOf(candidates: readonly { readonly text: LibraryFile; readonly score: number }[]): Choice {
  const scored = [...candidates].sort((a, b) => b.score - a.score || preference(a.text, b.text));
  const best = scored[0];
  if (best === undefined) return { chosen: null, others: [] };
  return {
    chosen: best.text.path,
    others: scored.slice(1).flatMap(({ text, score }) => (score >= best.score - NEARLY ? [text.path] : [])),
  };
}

/** Scores that differ by less are as good as each other. */
const NEARLY = 9;

/** The code in the name, or a leading number in a folder that says which season it is. */
const codeOf = ({ stem, folder }: LibraryFile): string | null =>
  episodeCodeOf(stem) ?? codeInSeason(stem, folder);

interface Surroundings {
  /** The longest key of a media file that the text's key begins with. */
  readonly longest: string;
  /** Media that are the only ones in or below their folder. */
  readonly alone: ReadonlySet<string>;
}

/** How surely a text belongs to an episode; 0 where it does not. */
function kinship(episode: LibraryFile, text: LibraryFile, { longest, alone }: Surroundings): number {
  const codes = [codeOf(episode), codeOf(text)] as const;
  if (codes[0] !== null && codes[1] !== null && codes[0] !== codes[1]) return 0;
  const near = nearness(episode, text);
  if (episode.wholeKey === text.wholeKey) return 101 + near;
  if (episode.key === text.key) return 100 + near;
  // "Subs/NAME/2_English.srt": a folder that bears the episode's name.
  if (episode.key !== '' && text.folder !== episode.folder && folderKey(text.folder) === episode.key)
    return 90 + near;
  if (codes[0] !== null && codes[0] === codes[1]) return sameSeries(episode, text) ? 80 + near : 0;
  // "Episode 1" must not take the text of "Episode 1 part 2" where that has media of its own.
  if (episode.key !== '' && episode.key === longest) return 70 + near;
  return alone.has(episode.path) && isInOrBelow(text.folder, episode.folder) ? 50 + near : 0;
}

const folderKey = (folder: string): string => keyOf(folder.slice(folder.lastIndexOf('/') + 1));

const isInOrBelow = (folder: string, home: string): boolean =>
  home === '' || folder === home || folder.startsWith(`${home}/`);

function longestKeyInside(text: LibraryFile, media: readonly LibraryFile[]): string {
  let longest = '';
  for (const { key } of media)
    if (key.length > longest.length && text.key.startsWith(`${key} `)) longest = key;
  return longest;
}

/** One folder for each episode: whatever text lies in or below it belongs to its only media. */
function foldersWithOneMedia(media: readonly LibraryFile[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { folder } of media) {
    for (let each = folder; ; each = each.slice(0, Math.max(0, each.lastIndexOf('/')))) {
      counts.set(each, (counts.get(each) ?? 0) + 1);
      if (each === '') break;
    }
  }
  return new Set(media.filter(({ folder }) => counts.get(folder) === 1).map(({ path }) => path));
}

/** 0 to 8: in the same folder, in one below it, or elsewhere. */
function nearness(episode: LibraryFile, text: LibraryFile): number {
  if (episode.folder === text.folder) return 8;
  const home = episode.folder === '' ? '' : `${episode.folder}/`;
  if (text.folder.startsWith(home)) return text.folder.slice(home.length).includes('/') ? 5 : 7;
  return 0;
}

/** Two series may have an episode of the same number: names that give a series must not contradict. */
function sameSeries(episode: LibraryFile, text: LibraryFile): boolean {
  const [a, b] = [seriesOf(episode.stem), seriesOf(text.stem)].map((name) => words(name ?? ''));
  if (a === undefined || b === undefined || a.size === 0 || b.size === 0) return true;
  return [...a].some((word) => b.has(word));
}

const ARTICLES = new Set(['the', 'a', 'an', 'le', 'la', 'der', 'die', 'das', 'el']);
const words = (name: string): Set<string> =>
  new Set((name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !ARTICLES.has(word)));

/** Of texts that fit alike: without a mark such as "forced" first, then without a language, then by name. */
function preference(a: LibraryFile, b: LibraryFile): number {
  return a.marks.length - b.marks.length || (a.path < b.path ? -1 : 1);
}

function notesOf(role: 'subtitles' | 'script', { chosen, others }: Choice): PairingNote[] {
  if (chosen === null) return [{ kind: 'missing', role }];
  return others.length === 0 ? [] : [{ kind: 'ambiguous', role, chosen, others }];
}

const GENERIC_FOLDERS = /^(season|series|staffel|saison|disc|disk|cd|dvd|vol(ume)?|part)?[ ._-]*\d*$/i;

/** The nearest folder with a name of its own: "Friends/Season 1/01.mkv" belongs to Friends. */
function seriesFromFolder(file: LibraryFile): string | null {
  const folders = file.folder.split('/').filter((name) => name !== '' && !GENERIC_FOLDERS.test(name));
  return folders[0] ?? null;
}
