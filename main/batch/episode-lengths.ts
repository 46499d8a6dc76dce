/** One episode of a run before it is worked on. */
export interface MeteredEpisode {
  readonly id: string;
  /** Bytes of the media: stands for the length until that is known. */
  readonly size: number;
  /** Length in seconds where it is known. */
  readonly audioSeconds: number | null;
  /** The sound stage is done already. */
  readonly hasSound: boolean;
}

/** Bytes of a second of media where nothing is known of any: 128 kbit/s. */
const USUAL_BYTES = 16_000;

/** How long the episodes of a run are: known of some, guessed of the others from the bytes that a second of those takes. */
export class EpisodeLengths {
  private readonly lengths = new Map<string, number>();
  private bytes = 0;
  private seconds = 0;

  constructor(episodes: readonly MeteredEpisode[]) {
    for (const each of episodes) this.learn(each, each.audioSeconds ?? 0);
  }

  /** The length of an episode's audio became known; 0 says nothing. */
  learn({ id, size }: MeteredEpisode, audioSeconds: number): void {
    if (!(audioSeconds > 0)) return;
    const before = this.lengths.get(id);
    this.lengths.set(id, audioSeconds);
    this.seconds += audioSeconds - (before ?? 0);
    if (before === undefined) this.bytes += size;
  }

  /** Seconds. */
  of({ id, size }: MeteredEpisode): number {
    const length = this.lengths.get(id);
    if (length !== undefined) return length;
    const { bytes, seconds } = this;
    return Math.max(1, size) / (seconds > 0 && bytes > 0 ? bytes / seconds : USUAL_BYTES);
  }
}
