import { describe, expect, test } from 'vitest';
import { enrol, scoreMany, scoreUtterances } from '../../main/voice/index.ts';
import { labelled, madeVoices, relabelled } from './made-voices.ts';

describe('scores', () => {
  test('no utterance is scored against itself', () => {
    // Of a character with one line there is nothing left to compare it with: its voice says nothing of it.
    const made = madeVoices({ voices: 3 }).map(({ utterance }) => utterance);
    const alone = madeVoices({ voices: 4 }).find(({ truth }) => truth === 'Voice D')!.utterance;
    const utterances = [...made, alone];
    const bank = enrol(utterances);
    const own = scoreUtterances(utterances, bank).get(alone.id)!;
    const copy = { ...alone, id: 'a copy under another id' };
    const copied = scoreUtterances([copy], bank).get(copy.id)!;
    const at = bank.characters.findIndex(({ name }) => name === 'Voice D');
    // Exactly what was believed before it was heard: its own voice and a stranger's are the same distribution.
    const odds = bank.priors[at]! / bank.priors.at(-1)! / Math.exp(bank.calibration.stranger);
    expect(own.probabilities[at]! / own.stranger).toBeCloseTo(odds);
    expect(copied.probabilities[at]! / copied.stranger).toBeGreaterThan(10 * odds);
  });

  test('a wrong label does not draw its own voice towards it', () => {
    const made = madeVoices();
    const utterances = made.map(({ utterance }, at) =>
      at === 0 ? relabelled(utterance, 'Voice B') : utterance,
    );
    const first = scoreUtterances(utterances, enrol(utterances)).get(utterances[0]!.id)!;
    expect(first.voice[0]?.character).toBe('Voice A');
  });

  test('a voice that is not enrolled is called somebody new', () => {
    const made = madeVoices({ voices: 5, each: 25 });
    const utterances = made.map(({ truth, utterance }) =>
      truth === 'Voice E' ? relabelled(utterance, null) : utterance,
    );
    const scores = scoreUtterances(utterances, enrol(utterances));
    const strangers = made.filter(
      ({ truth, utterance }) => truth === 'Voice E' && scores.get(utterance.id)?.decision.kind === 'stranger',
    );
    const mistaken = made.filter(
      ({ truth, utterance }) => truth !== 'Voice E' && scores.get(utterance.id)?.decision.kind === 'stranger',
    );
    expect(strangers.length).toBeGreaterThan(20);
    expect(mistaken.length).toBeLessThan(3);
  });

  test('short speech is less sure than long speech', () => {
    const made = madeVoices({ noise: 2.5 }).map(({ utterance }) => utterance);
    const bank = enrol(made);
    const certainty = (durationSamples: number) => {
      const scores = scoreUtterances(
        made.map((own) => ({ ...own, durationSamples })),
        bank,
      );
      // Among the characters; how strange a voice sounds is another question.
      const share = (probabilities: Float64Array) => {
        const named = probabilities.subarray(0, -1);
        return Math.max(...named) / named.reduce((sum, value) => sum + value, 0);
      };
      return (
        [...scores.values()].reduce((sum, { probabilities }) => sum + share(probabilities), 0) / made.length
      );
    };
    expect(certainty(8_000)).toBeLessThan(certainty(64_000));
  });

  test('abstains where nothing is probable enough', () => {
    const made = madeVoices().map(({ utterance }) => utterance);
    const between = labelled('between', new Float32Array(48), null);
    for (const own of [made[0]!, made[20]!])
      own.embedding!.forEach((value, d) => {
        between.embedding![d]! += value;
      });
    const score = scoreUtterances([between], enrol(made), { least: 0.99 }).get('between')!;
    expect(score.decision).toEqual({ kind: 'abstains' });
  });

  test('reports false accepts and rejects that fall and rise with the threshold', () => {
    const { operatingPoints } = enrol(madeVoices({ noise: 2 }).map(({ utterance }) => utterance)).report;
    expect(operatingPoints.map(({ threshold }) => threshold)).toEqual([0.5, 0.8, 0.95]);
    const [low, , high] = operatingPoints;
    expect(high!.falseAccepts).toBeLessThanOrEqual(low!.falseAccepts);
    expect(high!.falseRejects).toBeGreaterThanOrEqual(low!.falseRejects);
  });

  test('a probability of 0.9 is right nine times in ten', () => {
    // Voices so noisy that the best answer is often wrong.
    const made = [1, 2, 3, 4, 5].flatMap((seed) => {
      const series = madeVoices({ seed, voices: 6, each: 40, noise: 3.5 });
      const scores = scoreUtterances(
        series.map(({ utterance }) => utterance),
        enrol(series.map(({ utterance }) => utterance)),
      );
      return series.map(({ truth, utterance }) => {
        const best = scores.get(utterance.id)!.voice[0]!;
        return { probability: best.probability, right: best.character === truth };
      });
    });
    const right = made.filter((own) => own.right).length / made.length;
    const claimed = made.reduce((sum, { probability }) => sum + probability, 0) / made.length;
    expect(right).toBeLessThan(0.97);
    expect(Math.abs(right - claimed)).toBeLessThan(0.05);
  });

  test('an embedding of another length is refused', () => {
    const bank = enrol(madeVoices().map(({ utterance }) => utterance));
    expect(() => scoreUtterances([labelled('x', new Float32Array(7).fill(1), null)], bank)).toThrow(
      /embedding of utterance x has 7 numbers, the voices of this series have 48/,
    );
  });

  test.each(['off', 'on'] as const)('scores many as it scores few, adaptation %s', (adaptation) => {
    const made = madeVoices({ each: 30 }).map(({ utterance }) => utterance);
    const bank = enrol(made, { adaptation });
    const few = scoreUtterances(made, bank);
    const vectors = new Float32Array(made.length * 48);
    made.forEach(({ embedding }, at) => {
      vectors.set(embedding!, at * 48);
    });
    const many = scoreMany(
      vectors,
      Float32Array.from(made, ({ durationSamples }) => durationSamples / 16_000),
      bank,
      { ids: made.map(({ id }) => id) },
    );
    made.forEach(({ id }, at) => {
      const { probabilities, margin } = few.get(id)!;
      expect(probabilities[many.best[at]!]).toBeCloseTo(Math.max(...probabilities), 5);
      expect(many.probability[at]).toBeCloseTo(Math.max(...probabilities), 4);
      expect(many.margin[at]).toBeCloseTo(margin, 4);
    });
  });

  test('many scores refuse sizes that do not fit', () => {
    const bank = enrol(madeVoices().map(({ utterance }) => utterance));
    expect(() => scoreMany(new Float32Array(47), new Float32Array(1), bank)).toThrow(
      /47 numbers are not 1 embeddings of 48/,
    );
  });
});
