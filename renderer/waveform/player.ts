/** How far a prepared place may lie from the wanted one and still be it, in seconds. */
const SAME_PLACE = 0.002;
/** What is heard of each place that a hand drags over, in seconds. */
const SCRUBBED = 0.15;
/** HTMLMediaElement.HAVE_FUTURE_DATA: it can play from where it stands. */
const CAN_PLAY = 3;

/**
 * Plays spans of sounds: the only place that starts and stops them, and says which element holds which. While one of
 * the two plays, the other stands ready at the place that will be wanted next, of the same sound or of another,
 * because to open a sound or to seek in ten hours takes longer than a hand that works in a rhythm waits. `element` is
 * the one that is heard.
 */
export class SpanPlayer {
  private audio: HTMLAudioElement;
  private standby: HTMLAudioElement;
  private readonly onSwitch: (audio: HTMLAudioElement, address: string) => void;
  /** The address of the sound that each holds. */
  private readonly sounds = new Map<HTMLAudioElement, string>();
  private span: { start: number; end: number; loop: boolean } | null = null;
  /** Where the other element stands or is going to stand. */
  private prepared: number | null = null;
  private frame = 0;
  private readonly ended = new AbortController();

  /** @param onSwitch told whenever the other of the two is the one that is heard */
  constructor(
    audio: HTMLAudioElement,
    standby: HTMLAudioElement,
    onSwitch: (audio: HTMLAudioElement, address: string) => void = () => undefined,
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
    }
  }

  /** The element that is heard, or was last. */
  get element(): HTMLAudioElement {
    return this.audio;
  }

  /** The address of the sound that is heard, or was last. */
  get sound(): string {
    return this.sounds.get(this.audio) ?? '';
  }

  /** The sound that is heard from now on; what plays of another one stops. */
  set sound(address: string) {
    if (this.sound === address) return;
    this.pause();
    if (this.sounds.get(this.standby) === address) this.change();
    else this.hold(this.audio, address);
  }

  /** Makes ready to play from `start` (seconds) without delay; what plays goes on. */
  prepare(start: number, address = this.sound): void {
    if (this.prepared === start && this.sounds.get(this.standby) === address) return;
    this.hold(this.standby, address);
    this.prepared = start;
    this.standby.currentTime = start;
  }

  /** Plays from `start` to `end` (seconds), again and again with `loop`. */
  playSpan(start: number, end: number, loop = false, address = this.sound): void {
    if (this.standsReadyAt(start, address)) this.change();
    else {
      this.sound = address;
      this.audio.currentTime = start;
    }
    this.span = { start, end, loop };
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

  /** A moment of the sound at each place that a hand drags over; then it stands there. */
  scrub(seconds: number): void {
    this.audio.currentTime = Math.max(0, seconds);
    this.span = { start: this.audio.currentTime, end: this.audio.currentTime + SCRUBBED, loop: false };
    this.start();
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
      // What another sound begins with.
      each.defaultPlaybackRate = rate;
      each.preservesPitch = true;
    }
  }

  destroy(): void {
    this.ended.abort();
    cancelAnimationFrame(this.frame);
    this.audio.pause();
  }

  private hold(element: HTMLAudioElement, address: string): void {
    if (this.sounds.get(element) === address) return;
    if (element === this.standby) this.prepared = null;
    this.sounds.set(element, address);
    element.src = address;
  }

  private standsReadyAt(start: number, address: string): boolean {
    const { standby } = this;
    return (
      this.prepared !== null &&
      this.sounds.get(standby) === address &&
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
    this.onSwitch(this.audio, this.sound);
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
