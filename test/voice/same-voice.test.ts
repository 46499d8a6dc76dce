import { expect, it } from 'vitest';
import {
  enrol,
  likelyNames,
  likelyPairs,
  measureSameVoice,
  PRIOR_SCALE,
  type VoiceUtterance,
} from '../../main/voice/index.ts';
import { madeVoices } from './made-voices.ts';

const relabelled = (utterance: VoiceUtterance, character: string | null): VoiceUtterance => ({
  ...utterance,
  script: { character, probability: character === null ? 0 : 0.97 },
});
const made = (seed: number) => madeVoices({ seed, voices: 8, each: 24 }).map(({ utterance }) => utterance);

/** A cast in which every other utterance of one voice carries another name. */
const withTwoNames = (seed: number): VoiceUtterance[] =>
  made(seed).map((utterance, at) =>
    utterance.script.character === 'Voice C' && at % 2 === 1 ? relabelled(utterance, 'Cee') : utterance,
  );

it.each([1, 2, 3])('finds the two names of one voice and no other pair (%i)', (seed) => {
  const utterances = withTwoNames(seed);
  const bank = enrol(utterances);
  const pairs = likelyPairs(bank, measureSameVoice(utterances, bank), 0);
  expect(pairs[0]).toMatchObject({ first: 'Cee', second: 'Voice C' });
  expect(pairs[0]?.probability).toBeGreaterThan(0.9);
  expect(pairs[1]?.probability).toBeLessThan(0.01);
  expect(pairs[0]?.similarity).toBeGreaterThan((pairs[1]?.similarity ?? 1) + 0.2);
});

it('explains its numbers: halves of a voice are more alike than people, whatever is labelled wrongly', () => {
  const utterances = withTwoNames(4);
  const scale = measureSameVoice(utterances, enrol(utterances));
  expect(scale.halves?.low).toBeGreaterThan((scale.people?.high ?? 1) + 0.2);
  expect(scale.slope).toBeGreaterThan(0.5);
});

it('names whom an unnamed voice may be; a stranger is nobody', () => {
  const utterances = made(5).map((utterance) =>
    utterance.script.character === 'Voice H' ||
    (utterance.script.character === 'Voice A' && utterance.episode === 'e1')
      ? relabelled(utterance, null)
      : utterance,
  );
  const bank = enrol(utterances);
  const scale = measureSameVoice(utterances, bank);
  const of = (voice: string): VoiceUtterance[] =>
    utterances.filter(({ id, script }) => script.character === null && id.startsWith(voice));
  const [best, next] = likelyNames(of('Voice A'), bank, scale, 0);
  expect(best).toMatchObject({ character: 'Voice A' });
  expect(best?.probability).toBeGreaterThan(0.95);
  expect(next?.probability).toBeLessThan(0.05);
  for (const { probability } of likelyNames(of('Voice H'), bank, scale, 0))
    expect(probability).toBeLessThan(0.1);
});

it('a probability means what it says: of noisy pairs as likely as not, about half are one voice', () => {
  const bins = new Map<number, { sum: number; same: number; count: number }>();
  for (let seed = 10; seed < 40; seed += 1) {
    // Few and short utterances in few dimensions: whether two are one is often open.
    const all = madeVoices({ seed, voices: 10, each: 8, dimension: 8, noise: 1.6 }).map(
      ({ utterance }) => utterance,
    );
    const unnamed = all.filter(({ id }) => Number(id.slice(-3)) >= 5);
    const named = all.filter(({ id }) => Number(id.slice(-3)) < 5);
    const utterances = [...named, ...unnamed.map((utterance) => relabelled(utterance, null))];
    const bank = enrol(utterances);
    const scale = measureSameVoice(utterances, bank);
    for (const voice of 'ABCDEFGHIJ') {
      const own = utterances.filter(
        ({ id, script }) => script.character === null && id.startsWith(`Voice ${voice}`),
      );
      for (const { character, probability } of likelyNames(own, bank, scale, 0)) {
        const bin = Math.min(4, Math.floor(probability * 5));
        const found = bins.get(bin) ?? { sum: 0, same: 0, count: 0 };
        found.sum += probability;
        found.same += character === `Voice ${voice}` ? 1 : 0;
        found.count += 1;
        bins.set(bin, found);
      }
    }
  }
  const all = [...bins.values()];
  const total = all.reduce((sum, { count }) => sum + count, 0);
  const error = all.reduce((sum, bin) => sum + Math.abs(bin.sum - bin.same), 0) / total;
  expect(error).toBeLessThan(0.02);
  expect(bins.size).toBe(5);
  for (const { sum, same, count } of all) expect(Math.abs(sum - same) / count).toBeLessThan(0.2);
});

it('says nothing of a cast that has no voices', () => {
  const bank = enrol([]);
  expect(measureSameVoice([], bank)).toEqual(PRIOR_SCALE);
  expect(likelyPairs(bank, PRIOR_SCALE, 0)).toEqual([]);
  expect(likelyNames(made(1).slice(0, 3), bank, PRIOR_SCALE, 0)).toEqual([]);
});
