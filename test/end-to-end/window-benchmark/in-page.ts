import type { CDPSession, Page } from 'playwright-core';

/** What is noted inside the page, where the time of the test driver is not in it. Milliseconds. */
interface Notes {
  readonly longTasks: number[];
}

const notes = (page: Page): Promise<Notes> =>
  page.evaluate(() => (window as unknown as { notes: Notes }).notes);

/** Begins to note tasks that block the page (Long Tasks API: 50 ms and more). */
export const watchLongTasks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(window, { notes: { longTasks } });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration);
    }).observe({ type: 'longtask' });
  });

/** Durations of the long tasks since this was asked last. */
export async function takeLongTasks(page: Page): Promise<number[]> {
  // An entry is told after its task.
  await page.waitForTimeout(100);
  const { longTasks } = await notes(page);
  await page.evaluate(() => (window as unknown as { notes: Notes }).notes.longTasks.splice(0));
  return longTasks;
}

const FRAMES = 300;

/** Distances of frames while an element, or what scrolls in its shadow, is scrolled by `pixels` in each of them. */
export const frames = (page: Page, selector: string, pixels: number): Promise<number[]> =>
  page.evaluate(
    ([wanted, distance, count]) =>
      new Promise<number[]>((resolve) => {
        const host = document.querySelector(wanted);
        const inner = [...(host?.children ?? [])].find((child) => child.shadowRoot)?.shadowRoot;
        const scrolled = inner?.querySelector('.scroll') ?? host;
        if (!scrolled) throw new Error(`nothing is ${wanted}`);
        const times: number[] = [];
        let before = 0;
        const step = (now: number): void => {
          if (before > 0) times.push(now - before);
          before = now;
          scrolled.scrollTop += distance;
          scrolled.scrollLeft += distance;
          if (times.length < count) requestAnimationFrame(step);
          else resolve(times);
        };
        requestAnimationFrame(step);
      }),
    [selector, pixels, FRAMES] as const,
  );

/** A jump that is not there by then has failed. Milliseconds. */
const LONGEST_JUMP = 5000;

/**
 * Milliseconds from the press into the overview at `share` of the episode until the waveform shows that place and the
 * middle of its view holds a canvas with something drawn there. A canvas that merely stands there still does not count:
 * what is in view must hold the place.
 *
 * @throws where that does not come about
 */
export const jump = (page: Page, share: number): Promise<number> =>
  page.evaluate(
    ([place, longest]) =>
      new Promise<number>((resolve, reject) => {
        const overview = document.querySelector('[data-testid="waveform-overview"]');
        const host = document.querySelector('[data-testid="waveform"]');
        const inner = [...(host?.children ?? [])].find((child) => child.shadowRoot)?.shadowRoot;
        const scroller = inner?.querySelector('.scroll');
        if (!(overview instanceof HTMLElement) || !host || !inner || !scroller)
          throw new Error('no waveform');
        const box = overview.getBoundingClientRect();
        const frame = host.getBoundingClientRect();
        const middle = frame.left + frame.width / 2;
        const shown = (): { from: number; to: number } => ({
          from: scroller.scrollLeft / scroller.scrollWidth,
          to: (scroller.scrollLeft + scroller.clientWidth) / scroller.scrollWidth,
        });
        const isDrawn = (): boolean =>
          [...inner.querySelectorAll('canvas')].some((canvas) => {
            const { left, right, width } = canvas.getBoundingClientRect();
            if (left > middle || right < middle || width === 0) return false;
            const column = Math.floor(((middle - left) / width) * canvas.width);
            const pixels = canvas.getContext('2d')?.getImageData(column, 0, 1, canvas.height).data ?? [];
            return pixels.some((value) => value > 0);
          });
        const where = { clientX: box.left + box.width * place, clientY: box.top + 10, bubbles: true };
        const pressed = { ...where, button: 0, buttons: 1, pointerId: 1, isPrimary: true };
        const start = performance.now();
        overview.dispatchEvent(new PointerEvent('pointerdown', pressed));
        overview.dispatchEvent(new PointerEvent('pointerup', { ...pressed, buttons: 0 }));
        const look = (): void => {
          const { from, to } = shown();
          const passed = performance.now() - start;
          if (from <= place && place <= to && isDrawn()) resolve(passed);
          else if (passed <= longest) requestAnimationFrame(look);
          else
            reject(
              new Error(
                `the view did not jump to ${place.toFixed(3)} of the episode: it shows ${from.toFixed(3)} to ${to.toFixed(3)}, and its middle is ${isDrawn() ? '' : 'not '}drawn`,
              ),
            );
        };
        requestAnimationFrame(look);
      }),
    [share, LONGEST_JUMP] as const,
  );

export interface Heard {
  /** From the key's event until the media element says `playing`. */
  readonly playing: number;
  /** From the key's event until the frame that finds the element's clock running inside the next utterance. */
  readonly running: number;
}

/** Accepts what is active by its key; both figures are for the utterance after it. */
export async function acceptAndNext(page: Page): Promise<Heard> {
  const heard = page.evaluate(
    () =>
      new Promise<Heard>((resolve) => {
        let pressed = 0;
        let playing = 0;
        const ended = new AbortController();
        const { signal } = ended;
        window.addEventListener(
          'keydown',
          ({ timeStamp }) => {
            pressed = timeStamp;
          },
          { once: true, capture: true },
        );
        document.addEventListener(
          'playing',
          ({ target }) => {
            if (pressed === 0 || !(target instanceof HTMLMediaElement)) return;
            playing = performance.now() - pressed;
            const from = target.currentTime;
            const look = (): void => {
              if (target.currentTime > from && !target.paused) {
                ended.abort();
                resolve({ playing, running: performance.now() - pressed });
              } else if (!signal.aborted) requestAnimationFrame(look);
            };
            look();
          },
          { capture: true, signal },
        );
      }),
  );
  // The listeners must stand before the key comes.
  await page.evaluate(() => undefined);
  await page.keyboard.press('Enter');
  return heard;
}

/** What the page's own memory is after the garbage is gone, in megabytes. */
export async function heapAfterCollection(debug: CDPSession): Promise<{ heap: number; nodes: number }> {
  await debug.send('Performance.enable');
  await debug.send('HeapProfiler.collectGarbage');
  await debug.send('HeapProfiler.collectGarbage');
  const { metrics } = await debug.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return { heap: of('JSHeapUsedSize') / 2 ** 20, nodes: of('Nodes') };
}

interface Snapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: unknown[] } };
  readonly nodes: readonly number[];
}

/** What is alive in the page's heap, by V8's kinds (`object`, `string`, `array`, `code` and others), in megabytes. */
export async function heapByKind(debug: CDPSession): Promise<Map<string, number>> {
  const parts: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }): void => void parts.push(chunk);
  debug.on('HeapProfiler.addHeapSnapshotChunk', take);
  await debug.send('HeapProfiler.enable');
  await debug.send('HeapProfiler.collectGarbage');
  await debug.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  debug.off('HeapProfiler.addHeapSnapshotChunk', take);
  const { snapshot, nodes } = JSON.parse(parts.join('')) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const kinds = types[0] as string[];
  const [kindAt, sizeAt] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const sizes = new Map<string, number>();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = kinds[nodes[at + kindAt] ?? 0] ?? '';
    sizes.set(kind, (sizes.get(kind) ?? 0) + (nodes[at + sizeAt] ?? 0) / 2 ** 20);
  }
  return sizes;
}
