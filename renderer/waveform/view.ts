import WaveSurfer from 'wavesurfer.js';
import RegionsPlugin, { type Region } from 'wavesurfer.js/plugins/regions';
import { withOpacity } from '../ui/index.ts';
import { spansBetween } from './spans.ts';
import { drawWave } from './wave.ts';

/** An utterance as the waveform shows it. Seconds. */
export interface WaveformSpan {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly colour: string;
  readonly label: string;
}

export interface WaveformColours {
  readonly wave: string;
  readonly played: string;
  readonly cursor: string;
  readonly text: string;
}

export interface WaveformEvents {
  /** The seconds that are in view. */
  onView(from: number, to: number): void;
  /** A click into the waveform at `seconds`, on a span or beside all. */
  onPick(seconds: number, id: string | null): void;
  onTime(seconds: number): void;
  /** An edge of the selected span was dragged to its new place. */
  onRetime(id: string, start: number, end: number, side: 'start' | 'end'): void;
}

interface Settings {
  readonly container: HTMLElement;
  readonly audio: HTMLAudioElement;
  /** Interleaved (min, max), PAIRS_PER_SECOND for each second. */
  readonly peaks: Int8Array;
  /** What heights are multiplied with. */
  readonly scale: number;
  readonly seconds: number;
  readonly height: number;
  readonly pixelsPerSecond: number;
  readonly colours: WaveformColours;
  readonly nonce: string;
  /** Its name for screen readers. */
  readonly label: string;
  readonly events: WaveformEvents;
}

/** Wavesurfer looks through all peaks that it is given, in one go; these are drawn by `drawWave` instead. */
const NO_PEAKS = [new Float32Array(2)];

/** More spans than this in view are a blur: at such a zoom the overview tells more. */
const MOST_REGIONS = 250;

/**
 * The zoomed waveform: one wavesurfer over precomputed peaks, holding regions
 * only for the spans in view. Knows nothing of React.
 */
export class WaveformView {
  private readonly surfer: WaveSurfer;
  private readonly regions: ReturnType<typeof RegionsPlugin.create>;
  private readonly mounted = new Map<string, { region: Region; span: WaveformSpan; selected: boolean }>();
  private readonly settings: Settings;
  private spans: readonly WaveformSpan[] = [];
  private selected: string | null = null;
  private view = { from: 0, to: 0 };
  private pixelsPerSecond: number;
  /** Where the sound stood last, in seconds. */
  private cursor = 0;
  private ready = false;
  private beginning: ReturnType<typeof setTimeout> | undefined;
  private pendingReveal: { start: number; end: number } | null = null;
  private revealing: ReturnType<typeof setTimeout> | undefined;
  private picked: string | null = null;

  constructor(settings: Settings) {
    this.settings = settings;
    this.pixelsPerSecond = settings.pixelsPerSecond;
    this.regions = RegionsPlugin.create();
    this.surfer = WaveSurfer.create({
      container: settings.container,
      media: settings.audio,
      peaks: NO_PEAKS,
      renderFunction: (_, context) => this.draw(context),
      duration: settings.seconds,
      height: settings.height,
      minPxPerSec: settings.pixelsPerSecond,
      waveColor: settings.colours.wave,
      progressColor: settings.colours.played,
      cursorColor: settings.colours.cursor,
      cursorWidth: 2,
      autoCenter: false,
      // It would lay the page out at every frame to see whether the cursor is in view: `follow` knows.
      autoScroll: false,
      cspNonce: settings.nonce,
      plugins: [this.regions],
    });
    // It would draw everything once more as soon as it is told its own width, which it was drawn for.
    const { renderer } = this.surfer as unknown as { renderer?: { lastContainerWidth?: number } };
    if (renderer?.lastContainerWidth === 0) renderer.lastContainerWidth = settings.container.clientWidth;
    // What scrolls must be reachable by keyboard, and have a name.
    const scroller = this.surfer.getWrapper().parentElement;
    scroller?.setAttribute('tabindex', '0');
    scroller?.setAttribute('role', 'group');
    scroller?.setAttribute('aria-label', settings.label);
    // In a task of its own: to be made and drawn has taken its time already.
    this.surfer.on('ready', () => {
      this.beginning = setTimeout(() => this.begin());
    });
    this.surfer.on('redrawcomplete', () => this.look());
    this.surfer.on('scroll', (from, to) => this.look(from, to));
    this.surfer.on('timeupdate', (seconds) => {
      this.follow(seconds);
      settings.events.onTime(seconds);
    });
    // A region's click is told before the one of the waveform below it.
    this.regions.on('region-clicked', (region) => {
      this.picked = region.id;
    });
    this.surfer.on('interaction', (seconds) => {
      settings.events.onPick(seconds, this.picked);
      this.picked = null;
    });
    this.regions.on('region-updated', (region, side) => {
      if (side) settings.events.onRetime(region.id, region.start, region.end, side);
    });
  }

  /** All spans, sorted by start, and which of them has edges to drag. */
  setSpans(spans: readonly WaveformSpan[], selected: string | null): void {
    this.spans = spans;
    this.selected = selected;
    if (this.ready) this.mount();
  }

  /** Scrolls so that the span can be seen with its surroundings; does nothing when it already can. */
  reveal(start: number, end: number): void {
    if (!this.ready) {
      this.pendingReveal = { start, end };
      return;
    }
    // A wish from before is not what is looked at now, also where that is in view already.
    clearTimeout(this.revealing);
    const { from, to } = this.view;
    const margin = Math.min(0.5, (to - from) / 10);
    if (start >= from + margin && end <= to - margin) return;
    const width = to - from;
    const room = Math.max(width * 0.1, (width - (end - start)) / 2);
    // In a task of its own: to scroll lays out the page, of which much may just have been drawn anew.
    this.revealing = setTimeout(() => this.surfer.setScrollTime(Math.max(0, start - room)));
  }

  /** The seconds of the sound that are drawn at a place of the window. */
  timeAt(clientX: number): number {
    const { left, width } = this.settings.container.getBoundingClientRect();
    const { from, to } = this.view;
    const share = Math.min(1, Math.max(0, (clientX - left) / Math.max(1, width)));
    return Math.min(this.settings.seconds, from + share * (to - from));
  }

  /** Another element of the same sound is heard from now on: the cursor follows it. */
  setMedia(audio: HTMLAudioElement): void {
    this.surfer.setMediaElement(audio);
  }

  zoom(pixelsPerSecond: number): void {
    if (!this.ready) return;
    const middle = (this.view.from + this.view.to) / 2;
    this.pixelsPerSecond = pixelsPerSecond;
    this.surfer.zoom(pixelsPerSecond);
    const shown = this.surfer.getWidth() / pixelsPerSecond;
    this.surfer.setScrollTime(Math.max(0, middle - shown / 2));
    this.look();
  }

  destroy(): void {
    this.ready = false;
    clearTimeout(this.beginning);
    clearTimeout(this.revealing);
    this.surfer.destroy();
  }

  /** Scrolls on where the cursor leaves the view; who looks elsewhere is left there. */
  private follow(seconds: number): void {
    const { from, to } = this.view;
    const wasInView = this.cursor >= from && this.cursor <= to;
    this.cursor = seconds;
    if (this.ready && wasInView && seconds > to && this.surfer.isPlaying())
      this.surfer.setScrollTime(seconds);
  }

  /** One of wavesurfer's canvases, which stands at its place already. */
  private draw(context: CanvasRenderingContext2D): void {
    const { peaks, scale, seconds, container } = this.settings;
    const { width, style } = context.canvas;
    const zoomed = Math.ceil(seconds * this.pixelsPerSecond);
    const pixelsPerSecond = Math.max(zoomed, container.clientWidth) / seconds;
    const pixels = width / Number.parseFloat(style.width);
    drawWave(
      context,
      peaks,
      Number.parseFloat(style.left) / pixelsPerSecond,
      1 / pixelsPerSecond / pixels,
      scale,
    );
  }

  private begin(): void {
    this.ready = true;
    this.look();
    if (this.pendingReveal) this.reveal(this.pendingReveal.start, this.pendingReveal.end);
    this.pendingReveal = null;
  }

  private look(from?: number, to?: number): void {
    if (!this.ready) return;
    this.view = from !== undefined && to !== undefined ? { from, to } : this.measured();
    this.settings.events.onView(this.view.from, this.view.to);
    this.mount();
  }

  private measured(): { from: number; to: number } {
    const { surfer } = this;
    const duration = surfer.getDuration();
    const wrapper = surfer.getWrapper().clientWidth;
    if (wrapper === 0) return { from: 0, to: duration };
    const scroll = surfer.getScroll();
    return { from: (scroll / wrapper) * duration, to: ((scroll + surfer.getWidth()) / wrapper) * duration };
  }

  private mount(): void {
    const margin = (this.view.to - this.view.from) / 2;
    const wanted = new Map<string, WaveformSpan>();
    for (const span of spansBetween(this.spans, this.view.from - margin, this.view.to + margin)) {
      if (wanted.size >= MOST_REGIONS) break;
      if (span.end > span.start) wanted.set(span.id, span);
    }
    for (const [id, { region, span, selected }] of this.mounted)
      if (wanted.get(id) !== span || selected !== (id === this.selected)) {
        region.remove();
        this.mounted.delete(id);
      }
    for (const span of wanted.values()) if (!this.mounted.has(span.id)) this.add(span);
  }

  private add(span: WaveformSpan): void {
    const selected = span.id === this.selected;
    const content = document.createElement('div');
    content.textContent = span.label;
    Object.assign(content.style, {
      color: this.settings.colours.text,
      font: `${selected ? 650 : 500} 11px system-ui, sans-serif`,
      padding: '1px 5px',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      unicodeBidi: 'isolate',
      borderTop: `3px solid ${span.colour}`,
      pointerEvents: 'none',
    });
    const region = this.regions.addRegion({
      id: span.id,
      start: span.start,
      end: span.end,
      color: withOpacity(span.colour, selected ? 0.42 : 0.2),
      drag: false,
      resize: selected,
      minLength: 0.05,
      content,
    });
    if (region.element && selected) region.element.style.boxShadow = `inset 0 0 0 1px ${span.colour}`;
    this.mounted.set(span.id, { region, span, selected });
  }
}
