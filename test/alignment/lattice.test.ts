import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Unit } from '../../main/alignment/corridor.ts';
import { Lattice } from '../../main/alignment/lattice.ts';
import {
  jumpOf,
  LATTICE_COSTS,
  MARK_TABLE,
  type ScriptTrack,
  SEAM,
} from '../../main/alignment/lattice-costs.ts';
import { buildLexicon, UNLIKE_RATIO } from '../../main/alignment/lexicon.ts';

const costs = LATTICE_COSTS;
const ON = 1 - costs.skipOpen - costs.insertOpen;
const BACK = 1 - costs.insertExtend;

interface Tiny {
  readonly cue: readonly string[];
  readonly units: readonly Unit[];
  readonly script: readonly string[];
  readonly track: ScriptTrack;
}

/** One way through the lattice: its weight, the units left out, the script word of each matched cue word. */
interface Path {
  readonly weight: number;
  readonly absent: readonly number[];
  readonly pairs: ReadonlyMap<number, number>;
}

/** Every way through the lattice, walked one by one by the model's definition: no sums shared, no scaling. */
function everyPath({ cue, units, script, track }: Tiny): Path[] {
  const lexicon = buildLexicon(cue, script);
  const ratio = (word: number, place: number): number => {
    const { ids, ratios } = lexicon.similar[lexicon.cueIds[word]!]!;
    const at = ids.indexOf(lexicon.scriptIds[place]!);
    return at < 0 ? UNLIKE_RATIO : ratios[at]! * MARK_TABLE[track.marks[place]!]!;
  };
  const toll = (place: number): number =>
    track.seam[place] === SEAM.speaker
      ? costs.crossSpeaker
      : track.seam[place] === SEAM.line
        ? costs.crossLine
        : 1;
  const paths: Path[] = [];

  const enter = (u: number, place: number, path: Path): void => {
    const unit = units[u];
    if (unit === undefined) {
      paths.push(path);
      return;
    }
    if (unit.from === unit.to) {
      leave(u, place, path);
      return;
    }
    leave(u, place, { ...path, weight: path.weight * costs.absent, absent: [...path.absent, u] });
    step(u, unit.from, place, 'start', path);
  };
  /** `word` is the next cue word; the state is that of the word before it. */
  const step = (
    u: number,
    word: number,
    place: number,
    state: 'start' | 'match' | 'insert',
    path: Path,
  ): void => {
    const unit = units[u]!;
    if (word === unit.to) {
      leave(u, place, { ...path, weight: path.weight * (state === 'match' ? ON : BACK) });
      return;
    }
    const first = state === 'start';
    const match = (at: number, weight: number): void => {
      if (at >= script.length) return;
      const pairs = new Map([...path.pairs, [word, at]]);
      step(u, word + 1, at + 1, 'match', { ...path, weight: path.weight * weight * ratio(word, at), pairs });
    };
    match(place, (state === 'insert' ? BACK : ON) * (first ? 1 : toll(place)));
    let skipped = costs.skipOpen * (first ? 1 : toll(place));
    for (let at = place + 1; at < script.length; at += 1) {
      match(at, skipped * toll(at));
      skipped *= costs.skipExtend * toll(at);
    }
    const insert = first ? costs.insertFirst : state === 'match' ? costs.insertOpen : costs.insertExtend;
    step(u, word + 1, place, 'insert', { ...path, weight: path.weight * insert });
  };
  const leave = (u: number, place: number, path: Path): void => {
    const next = units[u + 1];
    if (next === undefined) {
      paths.push(path);
      return;
    }
    const jump = jumpOf(next, costs);
    const on = next.follows === 'speaker' ? costs.nextSpeaker[track.seam[place]!]! : 1;
    enter(u + 1, place, { ...path, weight: path.weight * jump.stay * on });
    for (let to = place + 1; to <= script.length; to += 1) {
      const further = to - place - 1;
      const near = jump.near * jump.nearDecay ** further;
      const far = jump.far * jump.farDecay ** further;
      const seams = costs.leave[track.seam[place]!]! * costs.land[track.seam[to]!]!;
      enter(u + 1, to, { ...path, weight: path.weight * seams * (near + far) });
    }
  };
  for (let place = 0; place <= script.length; place += 1) {
    const weight = costs.land[track.seam[place]!]! * (1 - 1 / costs.farMean) ** place;
    enter(0, place, { weight, absent: [], pairs: new Map() });
  }
  return paths;
}

const word = fc.constantFrom('hey', 'you', 'plumber');
const anyTiny: fc.Arbitrary<Tiny> = fc
  .record({
    lengths: fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }),
    words: fc.array(word, { minLength: 6, maxLength: 6 }),
    gaps: fc.array(fc.constantFrom(0, 0.3, 8), { minLength: 3, maxLength: 3 }),
    follows: fc.array(fc.constantFrom('cue' as const, 'speaker' as const, 'part' as const), {
      minLength: 3,
      maxLength: 3,
    }),
    script: fc.array(word, { minLength: 1, maxLength: 4 }),
    seams: fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }),
    marks: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
  })
  .map(({ lengths, words, gaps, follows, script, seams, marks }) => {
    let from = 0;
    const units = lengths.map((length, part): Unit => {
      from += length;
      return { part, from: from - length, to: from, gap: gaps[part]!, follows: follows[part]! };
    });
    return {
      cue: words.slice(0, from),
      units,
      script,
      track: {
        lineOf: Int32Array.from(script, (_, i) => i),
        seam: Uint8Array.from(seams.slice(0, script.length + 1)),
        marks: Uint8Array.from(marks.slice(0, script.length)),
      },
    };
  });

describe('posteriors of the words', () => {
  test('are those of every way through the lattice summed', () => {
    fc.assert(
      fc.property(anyTiny, (tiny) => {
        const { cue, units, script, track } = tiny;
        const lexicon = buildLexicon(cue, script);
        const low = new Int32Array(units.length);
        const high = new Int32Array(units.length).fill(script.length);
        const lattice = new Lattice(units, { low, high }, lexicon, track, new Uint8Array(cue.length));
        const found = lattice.evidence();
        const paths = everyPath(tiny);
        const total = paths.reduce((sum, { weight }) => sum + weight, 0);
        units.forEach(({ from, to }, u) => {
          if (from === to) {
            expect(found[u]!.absent).toBe(1);
            return;
          }
          const without = paths.filter(({ absent }) => absent.includes(u));
          expect(found[u]!.absent).toBeCloseTo(
            without.reduce((sum, { weight }) => sum + weight, 0) / total,
            6,
          );
          const information = (i: number): number => lexicon.information[lexicon.cueIds[i]!]!;
          let all = 0;
          let exact = 0;
          for (let i = from; i < to; i += 1) {
            all += information(i);
            for (const { weight, pairs } of paths) {
              const at = pairs.get(i);
              if (at !== undefined && script[at] === cue[i]) exact += (weight / total) * information(i);
            }
          }
          // Pairs less probable than one in 100,000 are left out of the sums.
          expect(Math.abs(found[u]!.exact - exact / all)).toBeLessThan(1e-4);
        });
      }),
      { numRuns: 80 },
    );
  });
});
