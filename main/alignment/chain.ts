import type { TurnGraph } from './turns.ts';

/** One weight for each of `NODE_FEATURES` and `EDGE_FEATURES`. */
export interface TurnWeights {
  readonly node: readonly number[] | Float64Array;
  readonly edge: readonly number[] | Float64Array;
}

export interface TurnMarginals {
  /** By node, by candidate. */
  readonly nodes: readonly Float64Array[];
  /** By node: probability that it has the speaker of the node before. */
  readonly same: Float64Array;
  /** Logarithm of the sum over all assignments. */
  readonly logPartition: number;
}

/**
 * Marginals of a linear-chain conditional random field over the parts (Lafferty, McCallum and Pereira 2001),
 * by forward-backward with scaling. Neighbours are tied only through "same speaker or not", so a step costs
 * the number of candidates, not its square.
 */
export function inferTurns(graph: TurnGraph, weights: TurnWeights): TurnMarginals {
  const n = graph.nodes.length;
  const nodes: Float64Array[] = new Array(n);
  const same = new Float64Array(n);
  if (n === 0) return { nodes, same, logPartition: 0 };
  let logPartition = 0;
  const potentials = graph.nodes.map((node) => {
    const scores = node.features.map((features) => dot(features, weights.node));
    const most = Math.max(...scores);
    logPartition += most;
    return Float64Array.from(scores, (score) => Math.exp(score - most));
  });
  const bonus = graph.edges.map((features) => Math.exp(Math.min(30, dot(features, weights.edge))));
  const twin = graph.nodes.map((node, i) =>
    i === 0 ? new Int32Array(0) : twins(node.candidates, graph.nodes[i - 1]!.candidates),
  );

  const forward: Float64Array[] = new Array(n);
  for (let i = 0; i < n; i += 1) {
    const own = potentials[i]!.slice();
    if (i > 0) {
      const before = forward[i - 1]!;
      const extra = bonus[i]! - 1;
      for (let c = 0; c < own.length; c += 1) {
        const other = twin[i]![c]!;
        own[c] = own[c]! * (1 + (other >= 0 ? before[other]! * extra : 0));
      }
    }
    const total = sum(own);
    logPartition += Math.log(total);
    for (let c = 0; c < own.length; c += 1) own[c] = own[c]! / total;
    forward[i] = own;
  }
  let backward: Float64Array = new Float64Array(potentials[n - 1]!.length).fill(1);
  for (let i = n - 1; i >= 0; i -= 1) {
    const marginal = forward[i]!.map((value, c) => value * backward[c]!);
    const total = sum(marginal);
    nodes[i] = marginal.map((value) => value / total);
    if (i === 0) break;
    const ahead = potentials[i]!.map((value, c) => value * backward[c]!);
    const all = sum(ahead);
    const before = forward[i - 1]!;
    const next = new Float64Array(before.length).fill(all);
    let tied = 0;
    const extra = bonus[i]! - 1;
    for (let c = 0; c < ahead.length; c += 1) {
      const other = twin[i]![c]!;
      if (other < 0) continue;
      next[other] = next[other]! + ahead[c]! * extra;
      tied += before[other]! * ahead[c]! * bonus[i]!;
    }
    let mass = 0;
    for (let c = 0; c < next.length; c += 1) mass += before[c]! * next[c]!;
    same[i] = tied / mass;
    const scale = Math.max(...next);
    backward = next.map((value) => value / scale);
  }
  return { nodes, same, logPartition };
}

/** For each candidate its place among the candidates before, or -1. "Somebody else" is no one's twin. */
function twins(candidates: readonly (string | null)[], before: readonly (string | null)[]): Int32Array {
  return Int32Array.from(candidates, (candidate) => (candidate === null ? -1 : before.indexOf(candidate)));
}

function dot(features: Float64Array, weights: readonly number[] | Float64Array): number {
  let total = 0;
  for (let i = 0; i < features.length; i += 1) total += features[i]! * weights[i]!;
  return total;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
