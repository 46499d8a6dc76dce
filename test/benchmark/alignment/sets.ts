import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Script, Subtitles } from '../../../main/model/index.ts';
import { readScript, readSubtitles } from '../../../main/text/index.ts';
import { fold, namesOf, readTruths, sampleLibrary } from '../../helpers/sample-score.ts';
import { firstName, GOLD_SETS, readGold } from './gold.ts';

export interface KnownEpisode {
  readonly episode: string;
  readonly subtitles: Subtitles;
  readonly script: Script;
  /** The utterances whose speaker is known, and whether a name means that speaker. */
  readonly known: readonly {
    readonly cue: number;
    readonly part: number;
    readonly isRight: (name: string) => boolean;
  }[];
}

export interface KnownSet {
  readonly name: string;
  readonly episodes: readonly KnownEpisode[];
}

/** The gold sets where they lie beside the project (one more with scenes in another order), and the sample library. */
export function readSets(): KnownSet[] {
  const gold: KnownSet[] = GOLD_SETS.map((name) => ({
    name,
    episodes: readGold(name).map(({ episode, subtitles, script, truth }) => ({
      episode,
      subtitles,
      script,
      known: truth.flatMap((parts, index) =>
        parts.map(({ speaker }, part) => ({
          cue: index + 1,
          part,
          isRight: (said: string) => firstName(said) === firstName(speaker),
        })),
      ),
    })),
  }));
  const clean = gold[0]?.episodes ?? [];
  const swapped = clean.map((episode) => ({ ...episode, script: withSwappedScenes(episode.script) }));
  gold.push({ name: 'clean, scenes swapped', episodes: swapped });
  return [
    ...gold.filter(({ episodes }) => episodes.length > 0),
    { name: 'sample library', episodes: readLibrary() },
  ];
}

/** As another edit of the episode has it: every third scene changes places with the next. */
function withSwappedScenes(script: Script): Script {
  const order = [...new Set(script.lines.map(({ scene }) => scene))];
  for (let i = 1; i + 1 < order.length; i += 3)
    [order[i], order[i + 1]] = [order[i + 1] as number, order[i] as number];
  return { ...script, lines: order.flatMap((scene) => script.lines.filter((line) => line.scene === scene)) };
}

function readLibrary(): KnownEpisode[] {
  return readTruths().map((truth) => {
    const [subtitles, script] = [join(sampleLibrary, truth.subtitles), join(sampleLibrary, truth.script)];
    return {
      episode: truth.title,
      subtitles: readSubtitles(readFileSync(subtitles), subtitles),
      script: readScript(readFileSync(script), script),
      known: truth.utterances.flatMap(({ cue, part, character }) => {
        if (cue === null || part === null || character === null) return [];
        const names = namesOf(truth, character);
        return [{ cue, part, isRight: (said: string) => names.has(fold(said)) }];
      }),
    };
  });
}
