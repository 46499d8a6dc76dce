import { cssColour, prepareCanvas } from './canvas.ts';

/** Asks for one stretch of the picture: samples of its first column and from column to column, and how many. */
export type LoadSpectrogram = (
  start: number,
  hop: number,
  columns: number,
) => Promise<{ rows: number; bytes: Uint8Array }>;

const RATE = 16_000;
/** Columns of one tile: what is asked for at once, and kept. */
const COLUMNS = 256;
const MOST_TILES = 90;
/** Tiles that are asked for at once. */
const MOST_ASKED = 16;
/** Samples from column to column: powers of two, so that near zooms share their tiles. */
const HOPS = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096] as const;
const KILOHERTZ = [2, 4, 6];

/** The coarsest hop that still gives a column for each pixel. */
export function hopFor(pixelsPerSecond: number): number {
  const wanted = RATE / Math.max(1, pixelsPerSecond);
  return [...HOPS].reverse().find((hop) => hop <= wanted) ?? HOPS[0];
}

type Colour = readonly [number, number, number];

/** `#rrggbb`, or `#rgb` as a style sheet that was made small writes it, as three numbers. */
export function colourParts(hex: string): Colour {
  const digits = hex.replace('#', '');
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const value = Number.parseInt(long, 16);
  return Number.isNaN(value) ? [128, 128, 128] : [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** 256 colours from silence to the loudest. */
function ramp(stops: readonly Colour[]): Uint8ClampedArray {
  const colours = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level += 1) {
    const place = (level / 255) * (stops.length - 1);
    const first = Math.min(stops.length - 2, Math.floor(place));
    for (let channel = 0; channel < 3; channel += 1) {
      const from = stops[first]?.[channel as 0] ?? 0;
      const to = stops[first + 1]?.[channel as 0] ?? 0;
      colours[level * 4 + channel] = from + (to - from) * (place - first);
    }
    colours[level * 4 + 3] = 255;
  }
  return colours;
}

/**
 * The spectrogram below the waveform: tiles of the stretch in view are asked for as they are needed and kept, the
 * last ones used longest. Knows nothing of React.
 */
export class Spectrogram {
  readonly #canvas: HTMLCanvasElement;
  readonly #load: LoadSpectrogram;
  readonly #tiles = new Map<string, HTMLCanvasElement | 'asked' | 'failed'>();
  readonly #colours: Uint8ClampedArray;
  readonly #label: string;
  #view = { from: 0, to: 0 };
  #ended = false;
  #asking = 0;

  constructor(canvas: HTMLCanvasElement, load: LoadSpectrogram) {
    this.#canvas = canvas;
    this.#load = load;
    this.#label = cssColour(canvas, '--rc-heat-label');
    this.#colours = ramp(
      ['--rc-heat-0', '--rc-heat-1', '--rc-heat-2', '--rc-heat-3'].map((name) =>
        colourParts(cssColour(canvas, name)),
      ),
    );
  }

  /** Draws the seconds `from` to `to` with what is there, and asks for the rest. */
  show(from: number, to: number): void {
    this.#view = { from, to };
    const surface = this.#ended ? null : prepareCanvas(this.#canvas);
    if (!surface || to <= from) return;
    const { context, width, height } = surface;
    const pixelsPerSecond = width / (to - from);
    const hop = hopFor(pixelsPerSecond);
    const tileSeconds = (COLUMNS * hop) / RATE;
    context.imageSmoothingEnabled = true;
    const first = Math.max(0, Math.floor(from / tileSeconds));
    const last = Math.ceil(to / tileSeconds) - 1;
    const missing: number[] = [];
    for (let index = first; index <= last; index += 1) {
      const tile = this.#kept(hop, index);
      if (typeof tile === 'string' || tile === undefined) {
        if (tile === undefined) missing.push(index);
        continue;
      }
      const left = (index * tileSeconds - from) * pixelsPerSecond;
      context.drawImage(tile, left, 0, tileSeconds * pixelsPerSecond, height);
    }
    const [begin] = missing;
    if (begin !== undefined)
      void this.#ask(hop, begin, Math.min(MOST_ASKED, (missing.at(-1) ?? begin) - begin + 1));
    this.#canvas.dataset['missing'] = String(missing.length + this.#asking);
    context.font = '10px system-ui, sans-serif';
    context.textBaseline = 'middle';
    for (const kilohertz of KILOHERTZ) {
      const y = height * (1 - kilohertz / 8);
      context.fillStyle = this.#label;
      context.fillRect(0, y, 4, 1);
      context.fillText(`${kilohertz} kHz`, 7, y);
    }
  }

  end(): void {
    this.#ended = true;
    this.#tiles.clear();
  }

  #kept(hop: number, index: number): HTMLCanvasElement | 'asked' | 'failed' | undefined {
    const key = `${hop}:${index}`;
    const known = this.#tiles.get(key);
    if (known === undefined) return undefined;
    // The last used stand last.
    this.#tiles.delete(key);
    this.#tiles.set(key, known);
    return known;
  }

  /** Asks for neighbouring tiles at once. */
  async #ask(hop: number, first: number, count: number): Promise<void> {
    const keyOf = (at: number): string => `${hop}:${first + at}`;
    for (let at = 0; at < count; at += 1) this.#tiles.set(keyOf(at), 'asked');
    this.#asking += 1;
    const picture = await this.#load(first * COLUMNS * hop, hop, count * COLUMNS).catch(() => null);
    this.#asking -= 1;
    if (this.#ended) return;
    for (let at = 0; at < count; at += 1) {
      const size = COLUMNS * (picture?.rows ?? 0);
      const part = picture?.bytes.subarray(at * size, (at + 1) * size);
      this.#tiles.set(keyOf(at), picture && part ? this.#paint(part, picture.rows) : 'failed');
    }
    for (const oldest of this.#tiles.keys()) {
      if (this.#tiles.size <= MOST_TILES) break;
      this.#tiles.delete(oldest);
    }
    this.show(this.#view.from, this.#view.to);
  }

  #paint(bytes: Uint8Array, rows: number): HTMLCanvasElement {
    const tile = document.createElement('canvas');
    tile.width = COLUMNS;
    tile.height = rows;
    const context = tile.getContext('2d');
    const image = context?.createImageData(COLUMNS, rows);
    if (!context || !image) return tile;
    const target = new Uint32Array(image.data.buffer);
    const colours = new Uint32Array(this.#colours.buffer);
    for (let column = 0; column < COLUMNS; column += 1)
      for (let row = 0; row < rows; row += 1)
        target[(rows - 1 - row) * COLUMNS + column] = colours[bytes[column * rows + row] ?? 0] ?? 0;
    context.putImageData(image, 0, 0);
    return tile;
  }
}
