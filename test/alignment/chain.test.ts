import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inferTurns, type TurnWeights } from '../../main/alignment/chain.ts';
import type { TurnGraph } from '../../main/alignment/turns.ts';

const score = (features: Float64Array, weights: TurnWeights['node']): number =>
  features.reduce((sum, value, i) => sum + value * weights[i]!, 0);

/** Sums over every assignment. */
function enumerate(graph: TurnGraph, weights: TurnWeights) {
  const marginals = graph.nodes.map(({ candidates }) => new Float64Array(candidates.length));
  const same = new Float64Array(graph.nodes.length);
  let total = 0;
  const walk = (chosen: number[]): void => {
    const i = chosen.length;
    if (i < graph.nodes.length) {
      graph.nodes[i]!.candidates.forEach((_, c) => void walk([...chosen, c]));
      return;
    }
    let sum = 0;
    const ties: number[] = [];
    chosen.forEach((c, k) => {
      const { candidates, features } = graph.nodes[k]!;
      sum += score(features[c]!, weights.node);
      const before = k > 0 ? graph.nodes[k - 1]!.candidates[chosen[k - 1]!] : null;
      if (before === null || candidates[c] !== before) return;
      sum += score(graph.edges[k]!, weights.edge);
      ties.push(k);
    });
    const weight = Math.exp(sum);
    total += weight;
    for (const [k, c] of chosen.entries()) marginals[k]![c] = marginals[k]![c]! + weight;
    for (const k of ties) same[k] = same[k]! + weight;
  };
  walk([]);
  return {
    nodes: marginals.map((values) => values.map((value) => value / total)),
    same: same.map((value) => value / total),
    logPartition: Math.log(total),
  };
}

const value = fc.double({ min: -3, max: 3, noNaN: true });
const values = fc.tuple(value, value).map((pair) => Float64Array.from(pair));
const node = fc.uniqueArray(fc.constantFrom('Ross', 'Monica', 'Joey'), { maxLength: 3 }).chain((names) =>
  fc.array(values, { minLength: names.length + 1, maxLength: names.length + 1 }).map((features) => ({
    candidates: [...names, null],
    features,
  })),
);
const anyGraph: fc.Arbitrary<TurnGraph> = fc
  .array(fc.tuple(node, values), { minLength: 1, maxLength: 5 })
  .map((pairs) => ({ nodes: pairs.map(([each]) => each), edges: pairs.map(([, edge]) => edge) }));
const anyWeights = fc.tuple(values, values).map(([one, other]) => ({ node: one, edge: other }));

describe('marginals of the turns', () => {
  test('an empty text has none', () => {
    const { nodes, logPartition } = inferTurns({ nodes: [], edges: [] }, { node: [], edge: [] });
    expect(nodes).toEqual([]);
    expect(logPartition).toBe(0);
  });

  test('are those of every assignment summed, and sum to one', () => {
    fc.assert(
      fc.property(anyGraph, anyWeights, (graph, weights) => {
        const found = inferTurns(graph, weights);
        const truth = enumerate(graph, weights);
        expect(found.logPartition).toBeCloseTo(truth.logPartition, 8);
        graph.nodes.forEach((_, i) => {
          expect(found.nodes[i]!.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 10);
          found.nodes[i]!.forEach((each, c) => {
            expect(each).toBeCloseTo(truth.nodes[i]![c]!, 8);
          });
          expect(found.same[i]!).toBeCloseTo(truth.same[i]!, 8);
        });
      }),
    );
  });

  test.each([
    { title: 'a tie spreads a sure speaker to a doubtful neighbour', tie: 2, likelier: true },
    { title: 'a tie against it drives them apart', tie: -2, likelier: false },
  ])('$title', ({ tie, likelier }) => {
    const features = (ross: number, monica: number) =>
      [[ross], [monica], [-5]].map((each) => Float64Array.from(each));
    const candidates = ['Ross', 'Monica', null];
    const graph: TurnGraph = {
      nodes: [
        { candidates, features: features(6, 0) },
        { candidates, features: features(0, 0) },
      ],
      edges: [Float64Array.of(0), Float64Array.of(1)],
    };
    const { nodes } = inferTurns(graph, { node: [1], edge: [tie] });
    expect(nodes[1]![0]! > nodes[1]![1]!).toBe(likelier);
  });

  test('a thousand sure parts stay in range', () => {
    const nodes = Array.from({ length: 1000 }, () => ({
      candidates: ['Ross', null],
      features: [Float64Array.of(700), Float64Array.of(-700)],
    }));
    const edges = nodes.map(() => Float64Array.of(50));
    const found = inferTurns({ nodes, edges }, { node: [1], edge: [1] });
    expect(found.nodes.every((each) => each[0] === 1)).toBe(true);
    expect(Number.isFinite(found.logPartition)).toBe(true);
  });
});
