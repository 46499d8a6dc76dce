/**
 * Elements for short plays beside the episode's own player, one for each of the last few episodes, so that what was
 * loaded of a sound is still there for its next utterance. Only one of them is heard at a time.
 */
const players = new Map<string, HTMLAudioElement>();
const MOST_PLAYERS = 6;

function playerOf(address: string): HTMLAudioElement {
  const known = players.get(address);
  const player = known ?? new Audio(address);
  players.delete(address);
  players.set(address, player);
  const [oldest] = players.keys();
  if (players.size > MOST_PLAYERS && oldest !== undefined) players.delete(oldest);
  return player;
}

let stop: (() => void) | null = null;

/** Ends what is playing beside the episode; from now on `stopCompared` calls this. */
export function interrupt(ending: () => void): void {
  stopCompared();
  stop = ending;
}

/** Ends what `playOnce` or `playBytes` plays. */
export function stopCompared(): void {
  const ending = stop;
  stop = null;
  ending?.();
}

/**
 * Plays a span (seconds) of any episode. Resolves with true at its end, with false where it was ended early
 * or cannot be played.
 */
export function playOnce(address: string, start: number, end: number): Promise<boolean> {
  stopCompared();
  const player = playerOf(address);
  return new Promise((resolve) => {
    const ended = new AbortController();
    let frame = 0;
    const finish = (whole: boolean): void => {
      if (ended.signal.aborted) return;
      ended.abort();
      cancelAnimationFrame(frame);
      stop = null;
      player.pause();
      resolve(whole);
    };
    const check = (): void => {
      if (player.currentTime >= end) finish(true);
      else if (!ended.signal.aborted) frame = requestAnimationFrame(check);
    };
    stop = () => finish(false);
    const { signal } = ended;
    player.addEventListener('error', () => finish(false), { signal });
    player.addEventListener('ended', () => finish(true), { signal });
    player.addEventListener('playing', check, { signal });
    // Frames stop in a hidden window; this goes on.
    player.addEventListener('timeupdate', () => player.currentTime >= end && finish(true), { signal });
    player.currentTime = start;
    player.play().catch(() => finish(false));
  });
}
