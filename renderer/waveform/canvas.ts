/** Sizes a canvas to its box at the screen's resolution and clears it. Null while it has no size. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
): { context: CanvasRenderingContext2D; width: number; height: number } | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return null;
  const ratio = Math.max(1, window.devicePixelRatio);
  const columns = Math.round(width * ratio);
  const rows = Math.round(height * ratio);
  // To give a canvas a size, even its own, is to make it anew.
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** The value of a colour variable of the page's style sheet, for drawing. */
export const cssColour = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name).trim();
