import { describe, expect, test } from 'vitest';
import { matchWords } from '../../main/alignment/match.ts';
import { EDGE_FEATURES, NODE_FEATURES } from '../../main/alignment/turn-features.ts';
import { topLine } from '../../main/alignment/turn-places.ts';
import { EDGE_WEIGHTS, NODE_WEIGHTS } from '../../main/alignment/turn-weights.ts';
import { buildTurnGraph, mentions } from '../../main/alignment/turns.ts';
import { linesFrom, partsFrom } from './made-input.ts';

const SCRIPT = [
  'Ross: The pipe under your sink has burst again.',
  'Monica: Then call the plumber before my mother arrives.',
  'Ross and Chandler: He will not come until somebody pays.',
  'Monica: I gave you that money on Tuesday!',
];
const SAID = SCRIPT.map((line) => line.slice(line.indexOf(': ') + 2));

function graphOf(cues: readonly (string | readonly string[])[], label: string | null = null) {
  const lines = linesFrom(SCRIPT);
  const parts = partsFrom(cues).map((part, i) => (i === 0 ? { ...part, subtitleSpeaker: label } : part));
  const { evidence, track } = matchWords(lines, parts);
  return { graph: buildTurnGraph(lines, parts, evidence, track), evidence };
}
function featureOf(
  cues: readonly (string | readonly string[])[],
  part: number,
  name: string,
  feature: string,
  label?: string,
) {
  const node = graphOf(cues, label).graph.nodes[part]!;
  return node.features[node.candidates.indexOf(name)]?.[NODE_FEATURES.indexOf(feature)];
}
const edgeOf = (cues: readonly (string | readonly string[])[], part: number, feature: string) =>
  graphOf(cues).graph.edges[part]![EDGE_FEATURES.indexOf(feature)];

describe('the graph of the turns', () => {
  test('every part has candidates, the last of them somebody else, each with all features', () => {
    const { graph } = graphOf([...SAID, 'Nobody climbed those steps.', '...']);
    expect(graph.nodes).toHaveLength(6);
    for (const { candidates, features } of graph.nodes) {
      expect(candidates.at(-1)).toBeNull();
      expect(new Set(candidates).size).toBe(candidates.length);
      expect(features.map((each) => each.length)).toEqual(candidates.map(() => NODE_FEATURES.length));
    }
    expect(graph.edges.every((edge) => edge.length === EDGE_FEATURES.length)).toBe(true);
  });

  test('the speaker of the words is the first candidate', () => {
    expect(graphOf(SAID).graph.nodes.map(({ candidates }) => candidates[0])).toEqual([
      'Ross',
      'Monica',
      'Ross and Chandler',
      'Monica',
    ]);
  });

  test.each([
    { feature: 'topGroup', part: 2, name: 'Ross and Chandler', value: 1 },
    { feature: 'topGroup', part: 0, name: 'Ross', value: 0 },
    { feature: 'fit:between', part: 1, name: 'Monica', value: 1 },
  ])('$feature of $name is $value', ({ feature, part, name, value }) => {
    expect(featureOf(SAID, part, name, feature)).toBeCloseTo(value, 2);
  });

  test('the subtitle’s own label is evidence for the one it names, even for whom the script has not there', () => {
    const cues = ['Something unheard of.', ...SAID];
    expect(featureOf(cues, 0, 'Joey', 'subtitleLabel', 'Joey')).toBe(1);
    expect(featureOf(cues, 0, 'Ross', 'subtitleLabel', 'Joey')).toBe(0);
  });

  test('one who is named in the words before is called', () => {
    const cues = [SAID[0]!, 'Monica, listen!', 'Nobody climbed those steps.', ...SAID.slice(1)];
    expect(featureOf(cues, 2, 'Monica', 'isCalled')).toBe(1);
    expect(featureOf(cues, 1, 'Monica', 'namesItself')).toBe(1);
    expect(featureOf(cues, 2, 'Ross', 'isCalled')).toBe(0);
  });

  test.each([
    { feature: 'sameCue', cues: [[SAID[0]!, SAID[1]!]], value: 1 },
    { feature: 'sameCue', cues: [SAID[0]!, SAID[1]!], value: 0 },
    { feature: 'unfinishedSentence', cues: ['The pipe under your sink', 'has burst again.'], value: 1 },
    { feature: 'sameLine', cues: ['The pipe under your sink', 'has burst again.'], value: 1 },
    { feature: 'sameLine', cues: [SAID[0]!, SAID[1]!], value: 0 },
    { feature: 'afterQuestion', cues: ['Has it burst again?', SAID[1]!], value: 1 },
  ])('$feature between $cues is $value', ({ feature, cues, value }) => {
    expect(edgeOf(cues, 1, feature)).toBe(value);
  });

  test('topLine is the line with most of the words, -1 without any', () => {
    const { evidence } = graphOf([SAID[1]!, '...']);
    expect(evidence.map(topLine)).toEqual([1, -1]);
  });
});

test.each([
  { words: ['alex'], name: 'Alexandra', expected: true },
  { words: ['monica', 'hi'], name: 'MONICA GELLER', expected: true },
  { words: ['can'], name: 'Candace', expected: false },
  { words: ['al'], name: 'Al', expected: false },
  { words: [], name: 'Ross', expected: false },
])('$words mention $name: $expected', ({ words, name, expected }) => {
  expect(mentions(words, name)).toBe(expected);
});

test('each feature has its trained weight, and no weight is of a feature that is gone', () => {
  expect(Object.keys(NODE_WEIGHTS).sort()).toEqual([...NODE_FEATURES].sort());
  expect(Object.keys(EDGE_WEIGHTS).sort()).toEqual([...EDGE_FEATURES].sort());
});
