/** A run of words that stands once in each text: cue word `cue` is script word `script`. */
export interface Anchor {
  readonly cue: number;
  readonly script: number;
  /** Words in the run. */
  readonly length: number;
}

/**
 * Runs of `lengths` words that occur exactly once on both sides (patience diff's idea, on n-grams), in the
 * order of the cue words. Not yet a chain: they may cross.
 */
export function findAnchors(
  cueIds: Int32Array,
  scriptIds: Int32Array,
  lengths: readonly number[] = [4, 3, 2],
): Anchor[] {
  const covered = new Uint8Array(cueIds.length);
  const anchors: Anchor[] = [];
  for (const length of lengths) {
    const inScript = singles(scriptIds, length);
    for (const [key, cue] of singles(cueIds, length)) {
      const script = cue < 0 ? undefined : inScript.get(key);
      if (script === undefined || script < 0 || covered[cue]) continue;
      covered.fill(1, cue, cue + length);
      anchors.push({ cue, script, length });
    }
  }
  return anchors.sort((a, b) => a.cue - b.cue);
}

/** Where each n-gram stands; -1 for those that stand more than once. */
function singles(ids: Int32Array, length: number): Map<string, number> {
  const places = new Map<string, number>();
  for (let i = 0; i + length <= ids.length; i += 1) {
    let key = '';
    for (let k = 0; k < length; k += 1) key += `${ids[i + k]!} `;
    places.set(key, places.has(key) ? -1 : i);
  }
  return places;
}

/** The heaviest subset of anchors that runs forward in both texts (longest increasing subsequence by weight). */
export function chainAnchors(anchors: readonly Anchor[]): Anchor[] {
  const scripts = [...new Set(anchors.map((anchor) => anchor.script))].sort((a, b) => a - b);
  const rank = new Map(scripts.map((script, index) => [script, index + 1]));
  // Fenwick tree over the script positions: best chain that ends at or before a position.
  const best = new Float64Array(scripts.length + 1);
  const bestAnchor = new Int32Array(scripts.length + 1).fill(-1);
  const previous = new Int32Array(anchors.length).fill(-1);
  let end = -1;
  let heaviest = 0;
  anchors.forEach((anchor, index) => {
    const place = rank.get(anchor.script)!;
    let weight = 0;
    for (let i = place - 1; i > 0; i -= i & -i) {
      if (best[i]! > weight) {
        weight = best[i]!;
        previous[index] = bestAnchor[i]!;
      }
    }
    weight += anchor.length;
    if (weight > heaviest) {
      heaviest = weight;
      end = index;
    }
    for (let i = place; i <= scripts.length; i += i & -i) {
      if (weight > best[i]!) {
        best[i] = weight;
        bestAnchor[i] = index;
      }
    }
  });
  const chain: Anchor[] = [];
  for (let index = end; index >= 0; index = previous[index]!) chain.push(anchors[index]!);
  return chain.reverse();
}
