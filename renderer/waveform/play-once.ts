/** One element for all short plays beside the episode's own player: only one thing is heard at a time. */
let audio: HTMLAudioElement | null = null;
let stop: (() => void) | null = null;

/** Ends what `playOnce` plays. */
export function stopCompared(): void {
  stop?.();
}

/**
 * Plays a span (seconds) of any episode. Resolves with true at its end, with false where it was ended early
 * or cannot be played.
 */
export function playOnce(address: string, start: number, end: number): Promise<boolean> {
  stopCompared();
  audio ??= new Audio();
  const player = audio;
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
    if (player.src !== address) player.src = address;
    player.currentTime = start;
    player.play().catch(() => finish(false));
  });
}
