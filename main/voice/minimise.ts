/**
 * The point near `start` where `cost` is least: the simplex method of Nelder and Mead (1965), for a handful of
 * parameters and a cost without derivatives. Deterministic.
 */
export function minimise(
  cost: (point: readonly number[]) => number,
  start: readonly number[],
  step: readonly number[],
  rounds = 160,
): number[] {
  const measure = (point: number[]) => {
    const value = cost(point);
    return { point, value: Number.isFinite(value) ? value : Number.MAX_VALUE };
  };
  const corners = [measure([...start])];
  start.forEach((_, axis) => {
    corners.push(measure(start.map((value, at) => (at === axis ? value + (step[axis] ?? 1) : value))));
  });
  for (let round = 0; round < rounds; round += 1) {
    corners.sort((a, b) => a.value - b.value);
    const worst = corners[corners.length - 1]!;
    const best = corners[0]!;
    if (worst.value - best.value < 1e-7) break;
    const rest = corners.slice(0, -1);
    const centre = start.map(
      (_, axis) => rest.reduce((sum, { point }) => sum + point[axis]!, 0) / rest.length,
    );
    const along = (factor: number) =>
      measure(centre.map((value, axis) => value + factor * (worst.point[axis]! - value)));
    const reflected = along(-1);
    let next = reflected;
    if (reflected.value < best.value) {
      const expanded = along(-2);
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= corners[corners.length - 2]!.value) {
      next = along(reflected.value < worst.value ? -0.5 : 0.5);
    }
    if (next.value < worst.value) {
      corners[corners.length - 1] = next;
    } else {
      for (let at = 1; at < corners.length; at += 1) {
        corners[at] = measure(corners[at]!.point.map((value, axis) => (value + best.point[axis]!) / 2));
      }
    }
  }
  corners.sort((a, b) => a.value - b.value);
  return corners[0]!.point;
}
