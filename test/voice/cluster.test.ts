import { describe, expect, test } from 'vitest';
import { clusterUnnamed, enrol } from '../../main/voice/index.ts';
import { seededRandom, shuffled } from '../benchmark/voice/random.ts';
import { labelled, madeVoices, relabelled } from './made-voices.ts';

const made = madeVoices({ voices: 6, each: 20, noise: 0.7 });
const unnamed = made
  .filter(({ truth }) => truth >= 'Voice D')
  .map(({ utterance }) => relabelled(utterance, null));
const bank = enrol([
  ...made.filter(({ truth }) => truth < 'Voice D').map(({ utterance }) => utterance),
  ...unnamed,
]);
const voicesIn = (members: readonly string[]) => [...new Set(members.map((id) => id.slice(0, 7)))];

describe('clusters of the unnamed', () => {
  test('one cluster for each voice', () => {
    const clusters = clusterUnnamed(unnamed, bank);
    expect(clusters.map(({ members }) => [voicesIn(members).length, members.length])).toEqual([
      [1, 20],
      [1, 20],
      [1, 20],
    ]);
    for (const { cohesion } of clusters) expect(cohesion).toBeGreaterThan(0.5);
  });

  test('works without a bank', () => {
    expect(clusterUnnamed(unnamed, null).filter(({ members }) => members.length >= 10)).toHaveLength(3);
  });

  test('gives the same clusters in pieces', () => {
    const clusters = clusterUnnamed(unnamed, bank, { piece: 16 });
    expect(clusters.slice(0, 3).map(({ members }) => [voicesIn(members).length, members.length])).toEqual([
      [1, 20],
      [1, 20],
      [1, 20],
    ]);
  });

  test('the order of the utterances changes nothing', () => {
    const clusters = clusterUnnamed(unnamed, bank);
    for (const seed of [1, 2, 3])
      expect(clusterUnnamed(shuffled(unnamed, seededRandom(seed)), bank)).toEqual(clusters);
  });

  test('every usable utterance is in exactly one cluster, the rest in none', () => {
    const odd = [labelled('null', null, null), labelled('zero', new Float32Array(48), null)];
    const members = clusterUnnamed([...unnamed, ...odd], bank).flatMap((cluster) => cluster.members);
    expect([...members].sort()).toEqual(unnamed.map(({ id }) => id).sort());
  });

  test('nothing gives nothing', () => {
    expect(clusterUnnamed([], bank)).toEqual([]);
    expect(clusterUnnamed([], null)).toEqual([]);
  });
});
