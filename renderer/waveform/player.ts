/** Plays spans of one audio element: the only place that starts and stops sound. */
export class SpanPlayer {
  private readonly audio: HTMLAudioElement;
  private span: { start: number; end: number; loop: boolean } | null = null;
  private frame = 0;
  private readonly ended = new AbortController();

  constructor(audio: HTMLAudioElement) {
    this.audio = audio;
    const { signal } = this.ended;
    // Frames stop in a hidden window; timeupdate goes on, four times a second.
    audio.addEventListener('timeupdate', () => this.check(), { signal });
    audio.addEventListener('pause', () => cancelAnimationFrame(this.frame), { signal });
    audio.addEventListener('play', () => this.tick(), { signal });
  }

  /** Plays from `start` to `end` (seconds), again and again with `loop`. */
  playSpan(start: number, end: number, loop = false): void {
    this.span = { start, end, loop };
    this.audio.currentTime = start;
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
    this.audio.playbackRate = rate;
    this.audio.preservesPitch = true;
  }

  destroy(): void {
    this.ended.abort();
    cancelAnimationFrame(this.frame);
    this.audio.pause();
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
