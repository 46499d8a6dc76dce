/**
 * Trains the weights of `main/alignment/turn-features.ts` on gold episodes and reports what they give on episodes that they
 * have not seen (each left out in turn): `npm run bench:turns -- [--write] [--no-hold-out]`.
 * No name or word of the episodes is a feature.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inferTurns } from '../../../main/alignment/chain.ts';
import { type AlignmentInput, alignScript } from '../../../main/alignment/index.ts';
import { matchWords } from '../../../main/alignment/match.ts';
import { EDGE_FEATURES, NODE_FEATURES } from '../../../main/alignment/turn-features.ts';
import { buildTurnGraph } from '../../../main/alignment/turns.ts';
import { firstName, type GoldEpisode, inputOf, readGold } from './gold.ts';
import { type Judged, measure } from './measure.ts';
import { type LabelledGraph, trainTurns } from './turn-training.ts';
import { vary } from './vary.ts';

const VARIATIONS = 4;
const OPTIONS = { steps: 150, rate: 0.1, penalty: 3, fixed: { subtitleLabel: 6 } };

interface Example extends LabelledGraph {
  readonly gold: readonly number[];
  readonly names: readonly (string | null)[];
  readonly input: AlignmentInput;
  readonly truth: GoldEpisode['truth'];
}

function exampleOf(input: AlignmentInput, truth: GoldEpisode['truth']): Example {
  const parts = [...input.parts].sort((a, b) => a.start - b.start || a.cue - b.cue || a.part - b.part);
  const { evidence, track } = matchWords(input.lines, parts);
  const graph = buildTurnGraph(input.lines, parts, evidence, track);
  const names = parts.map((part) => firstName(truth[part.cue - 1]?.[part.part]?.speaker ?? null));
  const gold = graph.nodes.map(({ candidates }, i) => {
    if (names[i] === null) return -1;
    const found = candidates.findIndex((name) => name !== null && firstName(name) === names[i]);
    return found >= 0 ? found : candidates.length - 1;
  });
  return { graph, gold, names, input, truth, weight: 1 };
}

const condensed = new Map(readGold('condensed').map((each) => [each.episode, each]));
const episodes = readGold('clean').map((clean) => {
  const input = inputOf(clean);
  const hard = condensed.get(clean.episode) as GoldEpisode;
  return {
    clean: exampleOf(input, clean.truth),
    condensed: exampleOf(inputOf(hard), hard.truth),
    varied: Array.from({ length: VARIATIONS }, (_, k) => exampleOf(vary(input, k * 1000 + 77), clean.truth)),
  };
});
if (episodes.length === 0) {
  console.log('No gold episodes beside the project: nothing to train on.');
  process.exit(0);
}
const textsOf = (episode: (typeof episodes)[number]): Example[] => [
  episode.clean,
  episode.condensed,
  ...episode.varied,
];

interface Answer {
  readonly probability: number;
  readonly right: boolean;
}
const SETS = ['clean', 'condensed', 'varied'] as const;
type SetName = (typeof SETS)[number];
const answers: Record<SetName, Answer[]> = { clean: [], condensed: [], varied: [] };
/** The same with all that the product does around the weights: what can be expected of unseen episodes. */
const shipped: Record<SetName, Judged[]> = { clean: [], condensed: [], varied: [] };
for (const held of process.argv.includes('--no-hold-out') ? [] : episodes) {
  const weights = trainTurns(episodes.filter((each) => each !== held).flatMap(textsOf), OPTIONS);
  const judge = ({ graph, names }: Example): Answer[] =>
    inferTurns(graph, weights).nodes.flatMap((marginal, i) => {
      const { candidates } = graph.nodes[i]!;
      let best = -1;
      candidates.forEach((name, c) => {
        if (name !== null && (best < 0 || marginal[c]! > marginal[best]!)) best = c;
      });
      if (names[i] === null) return [];
      const said = best < 0 ? null : (candidates[best] ?? null);
      return [{ probability: best < 0 ? 0 : marginal[best]!, right: firstName(said) === names[i] }];
    });
  const align = ({ input, truth }: Example): Judged[] =>
    alignScript(input, {}, weights).parts.flatMap(({ cue, part, speaker, confidence }) => {
      const gold = firstName(truth[cue - 1]?.[part]?.speaker ?? null);
      if (gold === null) return [];
      return [{ given: speaker !== null, right: firstName(speaker) === gold, confidence }];
    });
  shipped.clean.push(...align(held.clean));
  shipped.condensed.push(...align(held.condensed));
  shipped.varied.push(...held.varied.flatMap(align));
  answers.clean.push(...judge(held.clean));
  answers.condensed.push(...judge(held.condensed));
  answers.varied.push(...held.varied.flatMap(judge));
}
for (const [set, all] of Object.entries(answers)) {
  if (all.length === 0) continue;
  for (const threshold of [0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8]) {
    const given = all.filter(({ probability }) => probability >= threshold);
    const right = given.filter((each) => each.right).length;
    const line = [
      set,
      threshold,
      `precision ${(right / given.length).toFixed(4)}`,
      `recall ${(right / all.length).toFixed(4)}`,
    ];
    console.log(line.join('  '));
  }
}
for (const set of SETS) {
  if (shipped[set].length === 0) continue;
  const { precision, recall, calibrationError } = measure(shipped[set]);
  const figures = { precision, recall, 'calibration error': calibrationError };
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  console.log([set, 'as shipped', ...told].join('  '));
}
if (process.argv.includes('--write')) {
  const { node, edge } = trainTurns(episodes.flatMap(textsOf), OPTIONS);
  const table = (names: readonly string[], values: readonly number[] | Float64Array): string =>
    names
      .map((name, i) => `  ${/^\w+$/.test(name) ? name : `'${name}'`}: ${values[i]!.toFixed(3)},`)
      .join('\n');
  writeFileSync(
    fileURLToPath(new URL('../../../main/alignment/turn-weights.ts', import.meta.url)),
    `/** Trained by test/benchmark/alignment/train-turns.ts; see docs/alignment.md. Not edited by hand. */
export const NODE_WEIGHTS: Readonly<Record<string, number>> = {
${table(NODE_FEATURES, node)}
};

export const EDGE_WEIGHTS: Readonly<Record<string, number>> = {
${table(EDGE_FEATURES, edge)}
};
`,
  );
}
