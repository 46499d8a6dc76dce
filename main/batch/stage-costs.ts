import type { Stage } from '../model/index.ts';

/** The stages of one episode in the order of its work. Reading the texts takes no time worth telling. */
export const EPISODE_STAGES = ['audio', 'alignment', 'boundaries', 'embedding'] as const;
export type EpisodeStage = (typeof EPISODE_STAGES)[number];

/** Shares of an episode's wall clock by `npm run bench` (docs/batch.md): only used until something was measured. */
const USUAL: Readonly<Record<EpisodeStage, number>> = {
  audio: 0.56,
  alignment: 0.06,
  boundaries: 0.01,
  embedding: 0.37,
};

export const isEpisodeStage = (stage: Stage): stage is EpisodeStage =>
  (EPISODE_STAGES as readonly Stage[]).includes(stage);

/** Where an episode stands. */
export interface Place {
  readonly stage: EpisodeStage;
  readonly fraction: number;
}

/**
 * What a second of audio costs in each stage, learned while the run goes on: a stage that nothing has passed yet is
 * guessed from those that something has.
 */
export class StageCosts {
  private readonly seconds = new Map<EpisodeStage, number>();
  private readonly audio = new Map<EpisodeStage, number>();

  /** Something took so long for so many seconds of audio. */
  add(stage: EpisodeStage, seconds: number, audioSeconds: number): void {
    this.seconds.set(stage, (this.seconds.get(stage) ?? 0) + seconds);
    this.audio.set(stage, (this.audio.get(stage) ?? 0) + audioSeconds);
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
    const seconds = new Map(this.seconds);
    const audio = new Map(this.audio);
    for (const each of running) {
      seconds.set(each.stage, (seconds.get(each.stage) ?? 0) + each.seconds);
      audio.set(each.stage, (audio.get(each.stage) ?? 0) + each.audioSeconds);
    }
    const measured = EPISODE_STAGES.filter((stage) => (audio.get(stage) ?? 0) > 0);
    const cost = (stage: EpisodeStage): number => (seconds.get(stage) ?? 0) / (audio.get(stage) ?? 1);
    const usual = measured.reduce((sum, stage) => sum + USUAL[stage], 0);
    if (usual === 0) return null;
    const scale = measured.reduce((sum, stage) => sum + cost(stage), 0) / usual;
    const of = (stage: EpisodeStage): number =>
      measured.includes(stage) ? cost(stage) : scale * USUAL[stage];
    return {
      audio: of('audio'),
      alignment: of('alignment'),
      boundaries: of('boundaries'),
      embedding: of('embedding'),
    };
  }
}

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
