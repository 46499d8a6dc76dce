import { inferTurns, type TurnWeights } from '../../../main/alignment/chain.ts';
import { EDGE_FEATURES, NODE_FEATURES } from '../../../main/alignment/turn-features.ts';
import type { TurnGraph } from '../../../main/alignment/turns.ts';

/** One text with its truth: for each node of the graph the index of the right candidate, -1 where unknown. */
export interface LabelledGraph {
  readonly graph: TurnGraph;
  readonly gold: readonly number[];
  /** Weight of this text in the training. */
  readonly weight: number;
}

export interface TrainingOptions {
  readonly steps: number;
  readonly rate: number;
  /** Strength of the quadratic penalty, as a number of examples. */
  readonly penalty: number;
  readonly start?: TurnWeights;
  /** Features that are not trained, with their fixed weights. */
  readonly fixed?: Readonly<Record<string, number>>;
}

/**
 * Weights that maximise the conditional likelihood of the gold speakers under a quadratic penalty, by Adam
 * (Kingma and Ba 2015) on the whole set: the gradient is what is seen less what is expected.
 */
export function trainTurns(texts: readonly LabelledGraph[], options: TrainingOptions): TurnWeights {
  const nodes = NODE_FEATURES.length;
  const size = nodes + EDGE_FEATURES.length;
  const w = new Float64Array(size);
  if (options.start) w.set([...options.start.node, ...options.start.edge]);
  const fixed = new Map(
    Object.entries(options.fixed ?? {}).map(([name, value]) => [NODE_FEATURES.indexOf(name), value]),
  );
  for (const [at, value] of fixed) w[at] = value;
  const m = new Float64Array(size);
  const v = new Float64Array(size);
  const examples = texts.reduce((sum, text) => sum + text.gold.length * text.weight, 0);
  for (let step = 1; step <= options.steps; step += 1) {
    const gradient = new Float64Array(size);
    const weights = { node: w.subarray(0, nodes), edge: w.subarray(nodes) };
    for (const { graph, gold, weight } of texts) addGradient(graph, gold, weight, weights, gradient);
    const rate = options.rate * (step > options.steps * 0.7 ? 0.2 : 1);
    for (let k = 0; k < size; k += 1) {
      if (fixed.has(k)) continue;
      const g = (gradient[k]! - options.penalty * w[k]!) / examples;
      m[k] = 0.9 * m[k]! + 0.1 * g;
      v[k] = 0.999 * v[k]! + 0.001 * g * g;
      w[k] = w[k]! + (rate * (m[k]! / (1 - 0.9 ** step))) / (Math.sqrt(v[k]! / (1 - 0.999 ** step)) + 1e-8);
    }
  }
  return { node: [...w.subarray(0, nodes)], edge: [...w.subarray(nodes)] };
}

function addGradient(
  graph: TurnGraph,
  gold: readonly number[],
  weight: number,
  weights: TurnWeights,
  gradient: Float64Array,
): void {
  const nodes = NODE_FEATURES.length;
  const { nodes: marginals, same } = inferTurns(graph, weights);
  graph.nodes.forEach((node, i) => {
    const right = gold[i]!;
    if (right < 0) return;
    node.features.forEach((features, c) => {
      const residue = weight * ((c === right ? 1 : 0) - marginals[i]![c]!);
      if (Math.abs(residue) < 1e-9) return;
      for (let k = 0; k < features.length; k += 1)
        if (features[k] !== 0) gradient[k] = gradient[k]! + residue * features[k]!;
    });
    const before = gold[i - 1];
    if (i === 0 || before === undefined || before < 0) return;
    const one = node.candidates[right];
    const tied = one != null && one === graph.nodes[i - 1]!.candidates[before] ? 1 : 0;
    const residue = weight * (tied - same[i]!);
    graph.edges[i]!.forEach((value, k) => {
      gradient[nodes + k] = gradient[nodes + k]! + residue * value;
    });
  });
}
