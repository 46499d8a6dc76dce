import type { Stage } from '../model/index.ts';
import type { Inputs } from '../store/index.ts';

/** Why an episode is worked on. */
export type Reason =
  /** It was never done. */
  | 'new'
  /** It failed or was stopped before it was done. */
  | 'unfinished'
  | 'media'
  | 'subtitles'
  | 'script'
  /** Another script of the series says who a name of this one is. */
  | 'names'
  | 'speechModel'
  | 'encoder'
  /** A newer version of Rolecall does a stage otherwise. */
  | 'program'
  /** Files that can be made again are gone. */
  | 'cache'
  /** Something changed, but what it was made from was not written down then. */
  | 'unknown';

/** What is done of an episode, and what is kept. */
export interface Redone {
  readonly reasons: readonly Reason[];
  /** In order; without the voices of the series, which follow whatever changes. */
  readonly stages: readonly Stage[];
  readonly kept: readonly Stage[];
}

/** The reasons in words. */
export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  new: 'new',
  unfinished: 'not finished the last time',
  media: 'the media changed',
  subtitles: 'the subtitles changed',
  script: 'the script changed',
  names: 'another script of the series says who a name of this one is',
  speechModel: 'another model finds the speech',
  encoder: 'another model compares the voices',
  program: 'this version of Rolecall does it otherwise',
  cache: 'files of the cache are gone',
  unknown: 'something changed since an older version made it',
};

/** The stages in words. */
export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  audio: 'sound',
  text: 'texts',
  alignment: 'alignment',
  boundaries: 'boundaries',
  embedding: 'voices of lines that are new',
  voice: 'comparison of the voices',
  words: 'check of the words',
};

const REASON_OF: Readonly<Record<string, Reason>> = {
  media: 'media',
  subtitles: 'subtitles',
  script: 'script',
  names: 'names',
  speechModel: 'speechModel',
  encoder: 'encoder',
  audioVersion: 'program',
  alignmentVersion: 'program',
  embeddingVersion: 'program',
};

/** What of the inputs became another one since they were written down. */
export const changedInputs = (now: Inputs, before: Inputs): string[] =>
  [...new Set([...Object.keys(now), ...Object.keys(before)])].filter(
    (name) => (now[name] ?? null) !== (before[name] ?? null),
  );

/**
 * Why an episode that is not done is worked on, and which of its stages that means. Pure.
 *
 * @param state.hasSound what the sound stage makes is there, made from these inputs
 * @param state.at stages whose checkpoint has the key of these inputs
 */
export function redone(
  now: Inputs,
  before: Inputs | null,
  state: {
    readonly hasSound: boolean;
    readonly at: ReadonlySet<Stage>;
    readonly wasDone: boolean;
    readonly failed: boolean;
  },
): Redone {
  const stages: Stage[] = [
    ...(state.hasSound ? [] : (['audio'] as const)),
    ...(state.hasSound && state.at.has('alignment') ? [] : (['alignment', 'boundaries'] as const)),
    'embedding',
  ];
  const kept = (['audio', 'alignment', 'boundaries'] as const).filter((stage) => !stages.includes(stage));
  return { reasons: reasonsOf(now, before, state), stages, kept };
}

function reasonsOf(
  now: Inputs,
  before: Inputs | null,
  state: { readonly at: ReadonlySet<Stage>; readonly wasDone: boolean; readonly failed: boolean },
): Reason[] {
  if (!state.wasDone) return [state.failed ? 'unfinished' : 'new'];
  if (before === null) return [state.at.size === 3 ? 'cache' : 'unknown'];
  const changed = changedInputs(now, before).map((name) => REASON_OF[name] ?? 'unknown');
  if (changed.length > 0) return [...new Set(changed)];
  return [state.at.size === 3 ? 'cache' : 'unfinished'];
}
