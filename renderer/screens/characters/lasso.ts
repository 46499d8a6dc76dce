export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whether a point lies inside a closed line: a ray from it crosses the line an odd number of times. */
export function isInside({ x, y }: Point, line: readonly Point[]): boolean {
  let inside = false;
  for (let at = 0, before = line.length - 1; at < line.length; before = at++) {
    const a = line[at];
    const b = line[before];
    if (!a || !b || a.y > y === b.y > y) continue;
    if (x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** The nearest of the points within `reach`, or -1. */
export function nearest(points: readonly Point[], { x, y }: Point, reach: number): number {
  let best = -1;
  let least = reach * reach;
  points.forEach((point, index) => {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance > least) return;
    least = distance;
    best = index;
  });
  return best;
}

/** Utterances at their places, as the engine gives those that are not drawn: x and y in turn. */
interface Crowd {
  readonly utterances: readonly string[];
  readonly speakers: readonly (string | null)[];
  readonly speaker: Int32Array;
  readonly places: Float32Array;
}

/**
 * The utterances of a crowd within a closed line.
 *
 * @param toPicture where a place of the crowd lies in the picture that the line was drawn on
 */
export function crowdInside(
  { utterances, speakers, speaker, places }: Crowd,
  line: readonly Point[],
  toPicture: (place: Point) => Point,
  mayTake: (speaker: string | null) => boolean,
): string[] {
  return utterances.filter((_id, at) => {
    const place = { x: places[2 * at] ?? 0, y: places[2 * at + 1] ?? 0 };
    return mayTake(speakers[speaker[at] ?? -1] ?? null) && isInside(toPicture(place), line);
  });
}
