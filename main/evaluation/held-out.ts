import { createHash } from 'node:crypto';

/** Share of the episodes that are kept for evaluation. */
export const HELD_OUT_SHARE = 0.2;

const draw = (seed: string, series: string, episode: string): number =>
  createHash('sha256')
    .update(JSON.stringify([seed, series, episode]))
    .digest()
    .readUIntBE(0, 6) /
  2 ** 48;

/**
 * The episodes of a series that are kept out of every training set. An episode's own id and the seed decide, so
 * what a library gains later moves nothing; only where nobody would be kept the episode nearest to it is, as long as
 * another is left to learn from.
 *
 * @returns ids, in the order given
 */
export function heldOutEpisodes(
  series: string,
  episodes: readonly string[],
  options: { readonly seed?: string; readonly share?: number } = {},
): string[] {
  const { seed = 'rolecall', share = HELD_OUT_SHARE } = options;
  if (episodes.length < 2) return [];
  const drawn = episodes.map((episode) => ({ episode, value: draw(seed, series, episode) }));
  const kept = drawn.filter(({ value }) => value < share);
  if (kept.length > 0 && kept.length < episodes.length) return kept.map(({ episode }) => episode);
  const [nearest] = [...drawn].sort((a, b) => a.value - b.value);
  return nearest === undefined ? [] : [nearest.episode];
}
