import type { Stage } from '../model/index.ts';
import { EpisodeLengths, type MeteredEpisode } from './episode-lengths.ts';
import { SeriesWork } from './series-work.ts';
import {
  EPISODE_STAGES,
  type EpisodeStage,
  isEpisodeStage,
  makespan,
  type Place,
  StageCosts,
  USUAL_COSTS,
  workOf,
} from './stage-costs.ts';
import type { WorkClock } from './work-clock.ts';

/** What is compared at the end of a run. */
export interface Compared {
  readonly series: number;
  /** Seconds of what earlier runs did, which is compared with what this one does. */
  readonly audioSeconds: number;
}

type Costs = Readonly<Record<EpisodeStage, number>>;

interface Active {
  stage: Stage;
  fraction: number;
  /** When the stage began, by the clock of the work. */
  since: number;
}

/**
 * How much work a run has done and how much is left, weighed by the length of the audio and by what each stage turned
 * out to cost.
 */
export class RunWork {
  private readonly episodes: ReadonlyMap<string, MeteredEpisode>;
  private readonly lengths: EpisodeLengths;
  private readonly open: Set<string>;
  private readonly active = new Map<string, Active>();
  private readonly costs = new StageCosts();
  private readonly jobs: number;
  private readonly clock: WorkClock;
  private order: readonly string[];
  private readonly series: SeriesWork;
  private readonly before: number;

  constructor(episodes: readonly MeteredEpisode[], jobs: number, clock: WorkClock, compared: Compared) {
    this.episodes = new Map(episodes.map((each) => [each.id, each]));
    this.lengths = new EpisodeLengths(episodes);
    this.order = episodes.map(({ id }) => id);
    this.open = new Set(this.order);
    this.jobs = jobs;
    this.clock = clock;
    this.series = new SeriesWork(compared.series, clock);
    this.before = compared.audioSeconds;
  }

  learnLength(id: string, audioSeconds: number): void {
    const episode = this.episodes.get(id);
    if (episode !== undefined) this.lengths.learn(episode, audioSeconds);
  }

  setOrder(waiting: readonly string[]): void {
    this.order = waiting;
  }

  /** @returns whether the episode was in that stage already */
  at(id: string, stage: Stage, fraction: number): boolean {
    const known = this.active.get(id);
    if (known?.stage === stage) {
      known.fraction = fraction;
      return true;
    }
    this.passed(id);
    this.active.set(id, { stage, fraction, since: this.clock.seconds() });
    return false;
  }

  /** The stage that an episode is in was passed whole. */
  passed(id: string): void {
    const known = this.active.get(id);
    const episode = this.episodes.get(id);
    if (known === undefined || episode === undefined || !isMeasured(known.stage, episode)) return;
    this.costs.add(known.stage, this.clock.seconds() - known.since, this.lengths.of(episode));
  }

  /** Nothing is left to do for an episode. */
  close(id: string): void {
    this.open.delete(id);
    this.leave(id);
  }

  /** Nobody works on an episode any more. */
  leave(id: string): void {
    this.active.delete(id);
  }

  /** So many steps of comparing the series are done: two each, voices and words. */
  compared(steps: number): void {
    this.series.passed(steps, this.audioSeconds(), perSecond(this.known()));
  }

  get activeStages(): { episode: string; stage: Stage; fraction: number }[] {
    return [...this.active].map(([episode, { stage, fraction }]) => ({ episode, stage, fraction }));
  }

  get waiting(): string[] {
    return this.order.filter((id) => this.open.has(id) && !this.active.has(id));
  }

  /** Seconds that an episode should take with one job; null where nothing was measured yet. */
  expectedSeconds(id: string): number | null {
    const episode = this.episodes.get(id);
    const costs = this.costs.known(this.underWay());
    if (episode === undefined || costs === null) return null;
    return workOf({ audioSeconds: this.lengths.of(episode), hasSound: episode.hasSound }, costs, null).left;
  }

  /** Seconds of audio of an episode; 0 where it is not of this run. */
  lengthOf(id: string): number {
    const episode = this.episodes.get(id);
    return episode === undefined ? 0 : this.lengths.of(episode);
  }

  /** How much of the run is done, 0 to 1. */
  share(): number {
    const costs = this.known();
    let done = 0;
    let left = 0;
    for (const id of this.episodes.keys()) {
      const work = this.work(id, costs);
      done += work.done;
      left += work.left;
    }
    const fraction = this.series.fraction();
    if (done + left === 0) return fraction;
    // One after the other, while the other jobs are idle.
    const series = this.seriesSeconds(costs) * this.jobs;
    return (done + series * fraction) / (done + left + series);
  }

  secondsLeft(): number {
    if (this.series.begun) return this.series.secondsLeft();
    const costs = this.known();
    const episodes = makespan(
      [...this.active.keys()].map((id) => this.work(id, costs).left),
      this.waiting.map((id) => this.work(id, costs).left),
      this.jobs,
    );
    return episodes + this.seriesSeconds(costs);
  }

  /** How much of each stage is done over the whole run. @param running false where all is told as done that could be */
  stages(running: boolean): { stage: Stage; fraction: number }[] {
    return [
      { stage: 'audio', fraction: this.stageShare('audio') },
      { stage: 'alignment', fraction: this.stageShare('boundaries') },
      { stage: 'embedding', fraction: this.stageShare('embedding') },
      { stage: 'voice', fraction: running ? this.series.share('voice') : 1 },
      { stage: 'words', fraction: running ? this.series.share('words') : 1 },
    ];
  }

  private seriesSeconds(costs: Costs): number {
    return this.series.seconds(this.audioSeconds(), perSecond(costs));
  }

  /** Of all that is compared at the end. */
  private audioSeconds(): number {
    let seconds = this.before;
    for (const episode of this.episodes.values()) seconds += this.lengths.of(episode);
    return seconds;
  }

  private known(): Costs {
    return this.costs.known(this.underWay()) ?? USUAL_COSTS;
  }

  private underWay(): { stage: EpisodeStage; seconds: number; audioSeconds: number }[] {
    return [...this.active].flatMap(([id, { stage, fraction, since }]) => {
      const episode = this.episodes.get(id);
      // The first moments of a stage (starting a program, reading texts) would count as its speed.
      if (episode === undefined || !isMeasured(stage, episode) || fraction < 0.02) return [];
      const audioSeconds = fraction * this.lengths.of(episode);
      return [{ stage, seconds: this.clock.seconds() - since, audioSeconds }];
    });
  }

  private placeOf(id: string): Place | null {
    const active = this.active.get(id);
    if (active === undefined) return null;
    return isEpisodeStage(active.stage)
      ? { stage: active.stage, fraction: active.fraction }
      : { stage: 'audio', fraction: 0 };
  }

  private work(id: string, costs: Costs): { done: number; left: number } {
    const episode = this.episodes.get(id);
    if (episode === undefined) return { done: 0, left: 0 };
    const all = workOf(
      { audioSeconds: this.lengths.of(episode), hasSound: episode.hasSound },
      costs,
      this.placeOf(id),
    );
    return this.open.has(id) ? all : { done: all.done + all.left, left: 0 };
  }

  private stageShare(stage: EpisodeStage): number {
    let whole = 0;
    let done = 0;
    const index = EPISODE_STAGES.indexOf(stage);
    for (const [id, episode] of this.episodes) {
      const length = this.lengths.of(episode);
      whole += length;
      const place = this.placeOf(id);
      const at = place === null ? -1 : EPISODE_STAGES.indexOf(place.stage);
      if (!this.open.has(id) || at > index || (stage === 'audio' && episode.hasSound)) done += length;
      else if (at === index && place !== null) done += length * place.fraction;
    }
    return whole === 0 ? 1 : done / whole;
  }
}

const isMeasured = (stage: Stage, { hasSound }: MeteredEpisode): stage is EpisodeStage =>
  isEpisodeStage(stage) && !(stage === 'audio' && hasSound);

/** Seconds of one job for a second of audio in all stages. */
const perSecond = (costs: Costs): number => EPISODE_STAGES.reduce((sum, stage) => sum + costs[stage], 0);
