import type { Stage } from '../model/index.ts';

/** The stages of one episode in the order of its work. Reading the texts takes no time worth telling. */
export const EPISODE_STAGES = ['audio', 'alignment', 'boundaries', 'embedding'] as const;
export type EpisodeStage = (typeof EPISODE_STAGES)[number];

/** Shares of an episode's wall clock by `npm run bench` (docs/batch.md): only used until something was measured. */
const USUAL: Readonly<Record<EpisodeStage, number>> = {
  audio: 0.66,
  alignment: 0.03,
  boundaries: 0.01,
  embedding: 0.3,
};

export const isEpisodeStage = (stage: Stage): stage is EpisodeStage =>
  (EPISODE_STAGES as readonly Stage[]).includes(stage);

/** Where an episode stands. */
export interface Place {
  readonly stage: EpisodeStage;
  readonly fraction: number;
}

/**
 * Seconds of audio for which the usual shares count beside what was measured. The first moments of a stage are no
 * measure of it: models are opened, and one batch of lines stands for all.
 */
const TRUST_IN_USUAL = 600;

interface Measured {
  readonly seconds: number;
  readonly audioSeconds: number;
}

/**
 * What a second of audio costs in each stage, learned while the run goes on. How fast the machine is is learned from
 * all stages together; how the stages share that out is usual at first, and more and more what was measured.
 */
export class StageCosts {
  private readonly measured = new Map<EpisodeStage, Measured>();

  /** Something took so long for so many seconds of audio. */
  add(stage: EpisodeStage, seconds: number, audioSeconds: number): void {
    this.measured.set(stage, plus(this.measured.get(stage), { seconds, audioSeconds }));
  }

  /**
   * Seconds of one job for each second of audio, by stage.
   *
   * @param running what is under way, of which some part is done
   * @returns null while nothing at all was measured
   */
  known(
    running: readonly { stage: EpisodeStage; seconds: number; audioSeconds: number }[] = [],
  ): Record<EpisodeStage, number> | null {
    const measured = new Map(this.measured);
    for (const each of running) measured.set(each.stage, plus(measured.get(each.stage), each));
    let seconds = 0;
    let usual = 0;
    for (const [stage, each] of measured) {
      seconds += each.seconds;
      usual += USUAL[stage] * each.audioSeconds;
    }
    if (usual === 0) return null;
    const cost = (stage: EpisodeStage): number => {
      const of = measured.get(stage) ?? NOTHING;
      const expected = (seconds / usual) * USUAL[stage];
      return (of.seconds + expected * TRUST_IN_USUAL) / (of.audioSeconds + TRUST_IN_USUAL);
    };
    return {
      audio: cost('audio'),
      alignment: cost('alignment'),
      boundaries: cost('boundaries'),
      embedding: cost('embedding'),
    };
  }
}

const NOTHING: Measured = { seconds: 0, audioSeconds: 0 };
const plus = (a: Measured = NOTHING, b: Measured): Measured => ({
  seconds: a.seconds + b.seconds,
  audioSeconds: a.audioSeconds + b.audioSeconds,
});

export const USUAL_COSTS = USUAL;

/** Seconds of work that are behind an episode and before it. */
export function workOf(
  episode: { readonly audioSeconds: number; readonly hasSound: boolean },
  costs: Readonly<Record<EpisodeStage, number>>,
  place: Place | null,
): { done: number; left: number } {
  let done = 0;
  let left = 0;
  const at = place === null ? -1 : EPISODE_STAGES.indexOf(place.stage);
  for (const [index, stage] of EPISODE_STAGES.entries()) {
    if (stage === 'audio' && episode.hasSound) continue;
    const whole = episode.audioSeconds * costs[stage];
    const share = index < at ? 1 : index === at && place !== null ? place.fraction : 0;
    done += whole * share;
    left += whole * (1 - share);
  }
  return { done, left };
}

/**
 * How long jobs that work side by side need: each takes the next of the queue when it is free.
 *
 * @param active seconds that are left of what each busy job does
 * @param queue seconds of what waits, in its order
 */
export function makespan(active: readonly number[], queue: readonly number[], jobs: number): number {
  const free = [...active, ...Array.from({ length: Math.max(0, jobs - active.length) }, () => 0)];
  for (const work of queue) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + work;
  }
  return Math.max(0, ...free);
}
