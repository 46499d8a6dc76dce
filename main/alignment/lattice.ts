import type { Corridor, Unit } from './corridor.ts';
import {
  jumpOf,
  LATTICE_COSTS,
  type LatticeCosts,
  MARK_TABLE,
  type ScriptTrack,
  SEAM,
} from './lattice-costs.ts';
import { type Lexicon, UNLIKE_RATIO } from './lexicon.ts';
import { RowPool } from './row-pool.ts';

/** What the lattice says of one unit; probabilities are posterior, given both whole texts. */
export interface UnitEvidence {
  /** That none of it stands in the script. */
  readonly absent: number;
  /** By line index: expected share of the unit's information that was matched to like words in that line. */
  readonly shares: ReadonlyMap<number, number>;
  /** Expected share of its information matched to identical words. */
  readonly exact: number;
  /** Script position with the highest posterior for the unit's end. */
  readonly end: number;
  /** Matched pairs with a posterior of at least one half: script word by cue word, -1 for none. */
  readonly matched: Int32Array;
}

/** Forward-backward over the corridor, unit by unit; memory is one vector a unit and one unit's inner rows. */
export class Lattice {
  readonly #units: readonly Unit[];
  readonly #corridor: Corridor;
  readonly #lexicon: Lexicon;
  readonly #script: ScriptTrack;
  readonly #cueMarks: Uint8Array;
  readonly #costs: LatticeCosts;
  /** By id of a script word: its ratio with the cue word at hand. */
  readonly #ratio: Float64Array;
  readonly #rows = new RowPool();

  constructor(
    units: readonly Unit[],
    corridor: Corridor,
    lexicon: Lexicon,
    script: ScriptTrack,
    cueMarks: Uint8Array,
    costs: LatticeCosts = LATTICE_COSTS,
  ) {
    this.#units = units;
    this.#corridor = corridor;
    this.#lexicon = lexicon;
    this.#script = script;
    this.#cueMarks = cueMarks;
    this.#costs = costs;
    this.#ratio = new Float64Array(lexicon.size).fill(UNLIKE_RATIO);
  }

  evidence(): UnitEvidence[] {
    const units = this.#units;
    const starts: Float64Array[] = [];
    let ends: Float64Array = new Float64Array(0);
    for (let u = 0; u < units.length; u += 1) {
      const start = this.#jumpForward(u, ends);
      starts.push(start);
      ends = this.#inner(u, start).ends;
      normalise(ends);
    }
    const evidence: UnitEvidence[] = new Array(units.length);
    let after: Float64Array = new Float64Array(ends.length).fill(1);
    for (let u = units.length - 1; u >= 0; u -= 1) {
      const { found, before } = this.#weigh(u, starts[u]!, after);
      evidence[u] = found;
      starts[u] = EMPTY;
      if (u > 0) after = this.#jumpBackward(u, before);
    }
    return evidence;
  }

  /** Where the unit may start, from where the one before ended. */
  #jumpForward(u: number, ends: Float64Array): Float64Array {
    const low = this.#corridor.low[u]!;
    const high = this.#corridor.high[u]!;
    const start = new Float64Array(high - low + 1);
    const { seam } = this.#script;
    const costs = this.#costs;
    if (u === 0) {
      const decay = 1 - 1 / costs.farMean;
      for (let j = low; j <= high; j += 1)
        start[j - low] = costs.land[seam[j]!]! * decay ** Math.min(j, 2_000);
      normalise(start);
      return start;
    }
    const unit = this.#units[u]!;
    const jump = jumpOf(unit, costs);
    const from = this.#corridor.low[u - 1]!;
    let near = 0;
    let far = 0;
    for (let j = from; j <= high; j += 1) {
      const here = j - from < ends.length ? ends[j - from]! : 0;
      const kind = seam[j]!;
      if (j >= low) {
        const on = unit.follows === 'speaker' ? costs.nextSpeaker[kind]! : 1;
        start[j - low] = here * jump.stay * on + (near + far) * costs.land[kind]!;
      }
      const leaving = here * costs.leave[kind]!;
      near = near * jump.nearDecay + leaving * jump.near;
      far = far * jump.farDecay + leaving * jump.far;
    }
    normalise(start);
    return start;
  }

  /** The mirror of `#jumpForward`: what lies after the end of unit u-1, from what lies after the start of u. */
  #jumpBackward(u: number, before: Float64Array): Float64Array {
    const low = this.#corridor.low[u]!;
    const high = this.#corridor.high[u]!;
    const from = this.#corridor.low[u - 1]!;
    const to = this.#corridor.high[u - 1]!;
    const { seam } = this.#script;
    const costs = this.#costs;
    const unit = this.#units[u]!;
    const jump = jumpOf(unit, costs);
    const after = new Float64Array(to - from + 1);
    let near = 0;
    let far = 0;
    for (let j = high; j >= from; j -= 1) {
      const here = j >= low ? before[j - low]! : 0;
      const kind = seam[j]!;
      if (j <= to) {
        const on = unit.follows === 'speaker' ? costs.nextSpeaker[kind]! : 1;
        after[j - from] = here * jump.stay * on + (near * jump.near + far * jump.far) * costs.leave[kind]!;
      }
      const landing = here * costs.land[kind]!;
      near = near * jump.nearDecay + landing;
      far = far * jump.farDecay + landing;
    }
    normalise(after);
    return after;
  }

  #setRatios(word: number, value?: number): void {
    const similar = this.#lexicon.similar[this.#lexicon.cueIds[word]!]!;
    for (let i = 0; i < similar.ids.length; i += 1)
      this.#ratio[similar.ids[i]!] = value ?? similar.ratios[i]!;
  }

  /** Ratios of one cue word at each script position of the corridor, marks included. */
  #emissions(word: number, low: number, width: number): Float64Array {
    const { scriptIds } = this.#lexicon;
    const { marks } = this.#script;
    const row = this.#rows.take(width);
    const base = this.#cueMarks[word]! * 4;
    this.#setRatios(word);
    for (let k = 0; k < width - 1; k += 1) {
      const ratio = this.#ratio[scriptIds[low + k]!]!;
      row[k] = ratio > UNLIKE_RATIO ? ratio * MARK_TABLE[base + marks[low + k]!]! : ratio;
    }
    this.#setRatios(word, UNLIKE_RATIO);
    return row;
  }

  /** Cost of going on inside a part across each position. */
  #crossings(low: number, width: number): Float64Array {
    const { seam } = this.#script;
    const cross = this.#rows.take(width);
    for (let k = 0; k < width; k += 1) {
      const kind = seam[low + k]!;
      cross[k] =
        kind === SEAM.speaker ? this.#costs.crossSpeaker : kind === SEAM.line ? this.#costs.crossLine : 1;
    }
    return cross;
  }

  /** Forward through one unit. The rows are those of the pool: good until the next call. */
  #inner(u: number, start: Float64Array) {
    this.#rows.reset();
    const unit = this.#units[u]!;
    const costs = this.#costs;
    const width = start.length;
    const low = this.#corridor.low[u]!;
    const length = unit.to - unit.from;
    const on = 1 - costs.skipOpen - costs.insertOpen;
    const back = 1 - costs.insertExtend;
    const cross = this.#crossings(low, width);
    const emissions: Float64Array[] = [];
    const match: Float64Array[] = [start];
    let c0 = this.#rows.take(width).fill(0);
    let s0 = this.#rows.take(width);
    s0[0] = 0;
    for (let k = 1; k < width; k += 1) {
      s0[k] = s0[k - 1]! * costs.skipExtend * cross[k - 1]! + start[k - 1]! * costs.skipOpen;
    }
    for (let i = 1; i <= length; i += 1) {
      const emission = this.#emissions(unit.from + i - 1, low, width);
      emissions.push(emission);
      const m0 = match[i - 1]!;
      const m = this.#rows.take(width);
      const c = this.#rows.take(width);
      const s = this.#rows.take(width);
      m[0] = 0;
      s[0] = 0;
      const opening = i === 1 ? costs.insertFirst : costs.insertOpen;
      c[0] = m0[0]! * opening + c0[0]! * costs.insertExtend;
      for (let k = 1; k < width; k += 1) {
        const before =
          i === 1
            ? m0[k - 1]! * on + s0[k - 1]! * cross[k - 1]!
            : (m0[k - 1]! * on + s0[k - 1]! + c0[k - 1]! * back) * cross[k - 1]!;
        m[k] = before * emission[k - 1]!;
        c[k] = m0[k]! * opening + c0[k]! * costs.insertExtend;
        s[k] = (s[k - 1]! * costs.skipExtend + (m[k - 1]! + c[k - 1]!) * costs.skipOpen) * cross[k - 1]!;
      }
      match.push(m);
      c0 = c;
      s0 = s;
    }
    const ends = new Float64Array(width);
    const m = match[length]!;
    for (let k = 0; k < width; k += 1) {
      ends[k] = length === 0 ? start[k]! : m[k]! * on + c0[k]! * back + start[k]! * costs.absent;
    }
    return { ends, match, emissions, cross };
  }

  /** Posteriors of one unit, and what lies after each of its possible starts. */
  #weigh(u: number, start: Float64Array, after: Float64Array): { found: UnitEvidence; before: Float64Array } {
    const unit = this.#units[u]!;
    const costs = this.#costs;
    const length = unit.to - unit.from;
    const low = this.#corridor.low[u]!;
    const width = start.length;
    const on = 1 - costs.skipOpen - costs.insertOpen;
    const back = 1 - costs.insertExtend;
    const { match, emissions, cross, ends } = this.#inner(u, start);
    const matched = new Int32Array(length).fill(-1);
    let end = 0;
    let most = -1;
    for (let k = 0; k < width; k += 1) {
      const value = ends[k]! * after[k]!;
      if (value > most) {
        most = value;
        end = low + k;
      }
    }
    if (length === 0) {
      return { found: { absent: 1, shares: new Map(), exact: 0, end, matched }, before: after.slice() };
    }

    let bm = this.#rows.take(width);
    let bc = this.#rows.take(width);
    for (let k = 0; k < width; k += 1) {
      bm[k] = after[k]! * on;
      bc[k] = after[k]! * back;
    }
    const posteriors: Float64Array[] = new Array(length);
    for (let i = length; i >= 1; i -= 1) {
      const m = match[i]!;
      for (let k = 1; k < width; k += 1) m[k] = m[k]! * bm[k]!;
      posteriors[i - 1] = m;
      const emission = emissions[i - 1]!;
      const m1 = this.#rows.take(width);
      const c1 = this.#rows.take(width);
      const s1 = this.#rows.take(width);
      const first = i === 1;
      const opening = first ? costs.insertFirst : costs.insertOpen;
      for (let k = width - 1; k >= 0; k -= 1) {
        const go = k + 1 < width ? emission[k]! * bm[k + 1]! : 0;
        const skipOn = k + 1 < width ? s1[k + 1]! : 0;
        const toll = cross[k]!;
        s1[k] = toll * (go + costs.skipExtend * skipOn);
        const forward = go * on + costs.skipOpen * skipOn;
        m1[k] = (first ? forward : toll * forward) + opening * bc[k]!;
        c1[k] = toll * (go * back + costs.skipOpen * skipOn) + costs.insertExtend * bc[k]!;
      }
      bm = m1;
      bc = c1;
    }
    const before = bm;
    let total = 0;
    let absent = 0;
    for (let k = 0; k < width; k += 1) {
      const nothing = start[k]! * costs.absent * after[k]!;
      before[k] = before[k]! + costs.absent * after[k]!;
      absent += nothing;
      total += start[k]! * before[k]!;
    }
    const shares = new Map<number, number>();
    let exact = 0;
    let weight = 0;
    for (let i = 0; i < length; i += 1)
      weight += this.#lexicon.information[this.#lexicon.cueIds[unit.from + i]!]!;
    for (let i = 0; i < length; i += 1) {
      const id = this.#lexicon.cueIds[unit.from + i]!;
      const worth = this.#lexicon.information[id]! / weight;
      const posterior = posteriors[i]!;
      const emission = emissions[i]!;
      for (let k = 1; k < width; k += 1) {
        if (posterior[k]! <= total * 1e-5 || emission[k - 1]! <= UNLIKE_RATIO) continue;
        const p = posterior[k]! / total;
        const word = low + k - 1;
        const line = this.#script.lineOf[word]!;
        shares.set(line, (shares.get(line) ?? 0) + p * worth);
        if (this.#lexicon.scriptIds[word] === id) exact += p * worth;
        if (p >= 0.5) matched[i] = word;
      }
    }
    return { found: { absent: total > 0 ? absent / total : 1, shares, exact, end, matched }, before };
  }
}

const EMPTY = new Float64Array(0);

function normalise(values: Float64Array): void {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) if (values[i]! > most) most = values[i]!;
  if (most > 0) for (let i = 0; i < values.length; i += 1) values[i] = values[i]! / most;
  else values.fill(1);
}
