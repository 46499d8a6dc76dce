import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alignmentInput, charactersOf } from '../../../main/engine/align-text.ts';
import type { Script, Subtitles } from '../../../main/model/index.ts';
import { readScript, readSubtitles } from '../../../main/text/index.ts';

/** Real episodes with gold speakers, kept beside the project; absent on most machines. */
export const goldFolder = fileURLToPath(new URL('../../../../shared/data/alignment', import.meta.url));

export const GOLD_SETS = ['clean', 'condensed'] as const;
export type GoldSet = (typeof GOLD_SETS)[number];

export interface GoldEpisode {
  readonly set: GoldSet;
  readonly episode: string;
  readonly subtitles: Subtitles;
  readonly script: Script;
  /** One list a cue, one entry a part. */
  readonly truth: readonly (readonly { readonly text: string; readonly speaker: string }[])[];
}

/** All episodes of a set in the order of their names; none where the folder is absent. */
export function readGold(set: GoldSet): GoldEpisode[] {
  const folder = join(goldFolder, set);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .filter((episode) => existsSync(join(folder, episode, 'truth.json')))
    .map((episode) => {
      const file = (name: string): string => join(folder, episode, name);
      return {
        set,
        episode,
        subtitles: readSubtitles(readFileSync(file('subtitles.srt')), file('subtitles.srt')),
        script: readScript(readFileSync(file('script.html')), file('script.html')),
        truth: JSON.parse(readFileSync(file('truth.json'), 'utf8')) as GoldEpisode['truth'],
      };
    });
}

export const inputOf = ({ subtitles, script }: Pick<GoldEpisode, 'subtitles' | 'script'>) =>
  alignmentInput(subtitles, script, charactersOf(script));

/** A name as the gold compares names: its first word, case folded, without an article. */
export function firstName(name: string | null): string | null {
  if (name === null) return null;
  const words = name
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(the|a|an) /, '');
  return words.split(' ')[0] || null;
}
