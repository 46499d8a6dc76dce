import type { Rect } from '@tanstack/react-virtual';

/**
 * Tells a list of rows how large it is, whenever it was laid out; an `observeElementRect` of TanStack Virtual. Its own
 * asks at once as well, and lays the page out in the middle of its making.
 */
export function observeRoom(
  { scrollElement }: { readonly scrollElement: Element | null },
  told: (room: Rect) => void,
): (() => void) | undefined {
  if (scrollElement === null) return undefined;
  const observer = new ResizeObserver(([entry]) => {
    const [box] = entry?.contentBoxSize ?? [];
    if (box) told({ width: Math.round(box.inlineSize), height: Math.round(box.blockSize) });
  });
  observer.observe(scrollElement);
  return () => observer.disconnect();
}
