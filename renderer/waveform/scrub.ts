/** A press that goes this far is a drag, in pixels. */
const DRAG = 4;
/** Shorter steps than this would be clicks rather than sound, in milliseconds. */
const STEP = 70;

export interface ScrubEvents {
  /** The seconds of the sound at a place of the window. */
  timeAt(clientX: number): number;
  /** The pointer is held at this place and moves on. */
  onScrub(seconds: number): void;
  /** It was let go there. */
  onEnd(seconds: number): void;
}

/** Whether a press took hold of something that is dragged for another reason: the edge of a region. */
const isHandle = (event: Event): boolean =>
  event
    .composedPath()
    .some((target) => target instanceof Element && target.getAttribute('part')?.includes('region-handle'));

/** Whether a press took hold of a scroll bar. */
function isScrollBar(event: PointerEvent): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof Element)) return false;
  return event.clientY - target.getBoundingClientRect().top > target.clientTop + target.clientHeight;
}

/**
 * Drags over a waveform are told as scrubbing; a press without a drag stays the click that it is, and edges stay
 * theirs.
 *
 * @returns stops it
 */
export function listenForScrub(container: HTMLElement, events: ScrubEvents): () => void {
  const ended = new AbortController();
  const options = { signal: ended.signal, capture: true };
  let pressed: { x: number; isDrag: boolean; last: number } | null = null;
  container.addEventListener(
    'pointerdown',
    (event) => {
      pressed =
        event.button === 0 && !isHandle(event) && !isScrollBar(event)
          ? { x: event.clientX, isDrag: false, last: 0 }
          : null;
    },
    options,
  );
  window.addEventListener(
    'pointermove',
    (event) => {
      if (pressed === null) return;
      if ((event.buttons & 1) === 0) {
        pressed = null;
        return;
      }
      pressed.isDrag ||= Math.abs(event.clientX - pressed.x) >= DRAG;
      if (!pressed.isDrag || event.timeStamp - pressed.last < STEP) return;
      pressed.last = event.timeStamp;
      events.onScrub(events.timeAt(event.clientX));
    },
    options,
  );
  window.addEventListener(
    'pointerup',
    (event) => {
      if (!pressed?.isDrag) {
        pressed = null;
        return;
      }
      pressed = null;
      events.onEnd(events.timeAt(event.clientX));
      // The click that ends a drag picks nothing.
      const once = new AbortController();
      container.addEventListener('click', (click) => click.stopPropagation(), {
        capture: true,
        signal: once.signal,
      });
      setTimeout(() => once.abort());
    },
    options,
  );
  window.addEventListener('pointercancel', () => (pressed = null), options);
  return () => ended.abort();
}
