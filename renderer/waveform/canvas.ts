/** Sizes a canvas to its box at the screen's resolution and clears it. Null while it has no size. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
): { context: CanvasRenderingContext2D; width: number; height: number } | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return null;
  const ratio = Math.max(1, window.devicePixelRatio);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  return { context, width, height };
}

/** The value of a colour variable of the page's style sheet, for drawing. */
export const cssColour = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name).trim();
