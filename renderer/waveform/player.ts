/** How far a prepared place may lie from the wanted one and still be it, in seconds. */
const SAME_PLACE = 0.002;
/** HTMLMediaElement.HAVE_FUTURE_DATA: it can play from where it stands. */
const CAN_PLAY = 3;

/**
 * Plays spans of one sound: the only place that starts and stops it. Two elements hold the same sound: while one
 * plays, the other stands ready at the place that will be wanted next, because to seek in ten hours takes longer
 * than a hand that works in a rhythm waits. `element` is the one that is heard.
 */
export class SpanPlayer {
  private audio: HTMLAudioElement;
  private standby: HTMLAudioElement;
  private readonly onSwitch: (audio: HTMLAudioElement) => void;
  private span: { start: number; end: number; loop: boolean } | null = null;
  /** Where the other element stands or is going to stand. */
  private prepared: number | null = null;
  private frame = 0;
  private readonly ended = new AbortController();

  /** @param onSwitch told whenever the other of the two is the one that is heard */
  constructor(
    audio: HTMLAudioElement,
    standby: HTMLAudioElement,
    onSwitch: (audio: HTMLAudioElement) => void = () => undefined,
  ) {
    this.audio = audio;
    this.standby = standby;
    this.onSwitch = onSwitch;
    const { signal } = this.ended;
    for (const each of [audio, standby]) {
      const heard = (): boolean => each === this.audio;
      // Frames stop in a hidden window; timeupdate goes on, four times a second.
      each.addEventListener('timeupdate', () => heard() && this.check(), { signal });
      each.addEventListener('pause', () => heard() && cancelAnimationFrame(this.frame), { signal });
      each.addEventListener('play', () => heard() && this.tick(), { signal });
      // Another sound was put into the elements: nothing stands ready in it.
      each.addEventListener(
        'emptied',
        () => {
          this.prepared = null;
        },
        { signal },
      );
    }
  }

  /** The element that is heard, or was last. */
  get element(): HTMLAudioElement {
    return this.audio;
  }

  /** Makes ready to play from `start` (seconds) without delay; what plays goes on. */
  prepare(start: number): void {
    if (this.prepared === start) return;
    this.prepared = start;
    this.standby.currentTime = start;
  }

  /** Plays from `start` to `end` (seconds), again and again with `loop`. */
  playSpan(start: number, end: number, loop = false): void {
    this.span = { start, end, loop };
    if (this.standsReadyAt(start)) this.change();
    else this.audio.currentTime = start;
    this.start();
  }

  /** Pauses what plays, or plays on from where the cursor stands, without an end. */
  toggle(): void {
    const { paused } = this.audio;
    this.pause();
    if (paused) this.start();
  }

  pause(): void {
    this.span = null;
    this.audio.pause();
  }

  /** Moves the cursor; what plays goes on from there, and stops at no span's end any more. */
  seek(seconds: number): void {
    this.span = null;
    this.audio.currentTime = Math.max(0, seconds);
  }

  get seconds(): number {
    return this.audio.currentTime;
  }

  get playing(): boolean {
    return !this.audio.paused;
  }

  get looping(): boolean {
    return this.span?.loop ?? false;
  }

  set speed(rate: number) {
    for (const each of [this.audio, this.standby]) {
      each.playbackRate = rate;
      each.preservesPitch = true;
    }
  }

  destroy(): void {
    this.ended.abort();
    cancelAnimationFrame(this.frame);
    this.audio.pause();
  }

  private standsReadyAt(start: number): boolean {
    const { standby } = this;
    return (
      this.prepared !== null &&
      Math.abs(standby.currentTime - start) < SAME_PLACE &&
      !standby.seeking &&
      standby.readyState >= CAN_PLAY
    );
  }

  private change(): void {
    const before = this.audio;
    this.audio = this.standby;
    this.standby = before;
    this.prepared = null;
    cancelAnimationFrame(this.frame);
    before.pause();
    this.onSwitch(this.audio);
  }

  private start(): void {
    // A newer command may interrupt a start that still loads; that is no error.
    this.audio.play().catch(() => undefined);
  }

  private tick(): void {
    this.check();
    if (!this.audio.paused) this.frame = requestAnimationFrame(() => this.tick());
  }

  private check(): void {
    const { span } = this;
    if (!span || this.audio.paused || this.audio.seeking || this.audio.currentTime < span.end) return;
    if (span.loop) {
      this.audio.currentTime = span.start;
      return;
    }
    this.pause();
    this.audio.currentTime = span.end;
  }
}
