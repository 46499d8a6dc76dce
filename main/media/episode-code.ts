/** Season and episode that a file name gives: `s01e02`, or `s01e02e03` for a double one. */
export function episodeCodeOf(name: string): string | null {
  const long = /(?<![\p{L}\p{N}])s(\d{1,4})[ ._-]*e(\d{1,4})((?:[ ._-]*e\d{1,4})*|-\d{1,3}(?!\d))/iu.exec(
    name,
  );
  if (long) return code(long[1], [long[2], ...(long[3]?.match(/\d+/g) ?? [])]);
  const short = /(?<![\p{L}\p{N}])(\d{1,2})x(\d{2,3})(?![\p{L}\p{N}])/iu.exec(name);
  return short ? code(short[1], [short[2]]) : null;
}

const SEASON_FOLDER = /(?:^|\/)(?:season|series|staffel|saison|s)[ ._-]*(\d{1,2})(?:\/|$)/i;

/** `Season 1/03 - The Door`: a leading number counts as the episode's where the folder names the season. */
export function codeInSeason(name: string, folder: string): string | null {
  const season = SEASON_FOLDER.exec(folder)?.[1];
  const episode = /^(?:e|ep|episode|folge)?[ ._-]*(\d{1,3})(?=[ ._-]|$)/i.exec(name)?.[1];
  return season === undefined || episode === undefined ? null : code(season, [episode]);
}

const pad = (digits: string | undefined): string => String(Number(digits)).padStart(2, '0');

const code = (season: string | undefined, episodes: readonly (string | undefined)[]): string =>
  `s${pad(season)}${episodes.map((each) => `e${pad(each)}`).join('')}`;

/** What stands before the season and episode: the series; null where the name gives no code. */
export function seriesOf(name: string): string | null {
  const at = name.search(/(?<![\p{L}\p{N}])(?:s\d{1,4}[ ._-]*e\d{1,4}|\d{1,2}x\d{2,3}(?![\p{L}\p{N}]))/iu);
  if (at <= 0) return null;
  const before = name
    .slice(0, at)
    .replace(/[._]+/g, ' ')
    .replace(/[\s\-–—([]+$/u, '')
    .trim();
  return before === '' ? null : before;
}
