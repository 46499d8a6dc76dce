import { createHash } from 'node:crypto';

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

export const SPLIT_GROUPS = ['episode', 'season', 'character', 'scene'] as const;
export type SplitGroup = (typeof SPLIT_GROUPS)[number];

/** How the dataset is split: whole groups, never single lines. */
export interface SplitPlan {
  readonly by: SplitGroup;
  /** Another seed gives another draw. */
  readonly seed: string;
  /** Shares of the groups, each at least 0, together 1. */
  readonly shares: Readonly<Record<Split, number>>;
}

export const DEFAULT_SHARES: SplitPlan['shares'] = { train: 0.8, validation: 0.1, test: 0.1 };

/** What a row must say to be put into its group. */
export interface Grouped {
  readonly series: string;
  readonly episode: string;
  readonly episodeTitle: string;
  readonly character: string;
  readonly scene: number | null;
}

/** The group of a row: rows of one group are never divided. */
export function groupOf(row: Grouped, by: SplitGroup): string {
  switch (by) {
    case 'episode':
      return JSON.stringify([row.series, row.episode]);
    case 'season': {
      const season = seasonOf(row.episodeTitle);
      // Without a season in the title the episode stands for itself.
      return JSON.stringify(season === null ? [row.series, row.episode] : [row.series, season]);
    }
    case 'character':
      return JSON.stringify([row.series, row.character]);
    case 'scene':
      return JSON.stringify([row.series, row.episode, row.scene]);
  }
}

/** The season that a title names: `S02E07`, `2x07`, `Season 2`; null where it names none. */
export function seasonOf(title: string): number | null {
  const found =
    /\bs(\d{1,2})[ ._-]?e\d{1,3}/i.exec(title) ??
    /\b(\d{1,2})x\d{2,3}\b/i.exec(title) ??
    /\bseason[ ._-]?(\d{1,2})\b/i.exec(title);
  return found === null ? null : Number(found[1]);
}

/**
 * The split of a group. It depends on the group's name and the seed alone: what a library gains
 * later changes nothing of what was drawn before.
 */
export function splitOf(group: string, plan: SplitPlan): Split {
  const digest = createHash('sha256')
    .update(JSON.stringify([plan.seed, plan.by, group]))
    .digest();
  const draw = digest.readUIntBE(0, 6) / 2 ** 48;
  let reached = 0;
  for (const split of SPLITS) {
    reached += plan.shares[split];
    if (draw < reached) return split;
  }
  // Shares that add up to a hair below 1.
  return SPLITS.findLast((split) => plan.shares[split] > 0) ?? 'train';
}

/** Whether a group, as `groupOf` names it, can be that of a row of which only this much is known. */
export function groupIsOf(
  group: string,
  row: { readonly episode: string; readonly character: string },
  by: SplitGroup,
): boolean {
  const parts = parse(group);
  if (parts === null) return false;
  if (by === 'character') return parts[1] === row.character;
  return by === 'season' && typeof parts[1] === 'number' ? true : parts[1] === row.episode;
}

function parse(group: string): unknown[] | null {
  try {
    const parts: unknown = JSON.parse(group);
    return Array.isArray(parts) && parts.length >= 2 ? parts : null;
  } catch {
    return null;
  }
}
