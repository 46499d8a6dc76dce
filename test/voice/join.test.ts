import { describe, expect, test } from 'vitest';
import {
  enrol,
  joinWitnesses,
  SOMEONE_NEW,
  scoreUtterances,
  type VoiceUtterance,
} from '../../main/voice/index.ts';
import { labelled, madeVoices, relabelled } from './made-voices.ts';

const made = madeVoices({ each: 25, noise: 0.8 });
const series = made.map(({ utterance }) => utterance);
/** A voice that nobody enrolled. */
const stranger = madeVoices({ voices: 5, each: 25, noise: 0.8 }).find(
  ({ truth }) => truth === 'Voice E',
)!.utterance;

/** The joined answer for one utterance of voice A after a change, the rest of the series being as it is. */
function joined(change: Partial<VoiceUtterance>) {
  const subject = { ...series[0]!, ...change };
  const utterances = [subject, ...series.slice(1)];
  const bank = enrol(utterances, { adaptation: 'off', prototypes: 1 });
  return joinWitnesses(utterances, scoreUtterances(utterances, bank), bank)[0]!;
}
const script = (character: string | null, probability = 0.97) => ({ script: { character, probability } });

describe('witnesses joined', () => {
  test.each<
    [string, Partial<VoiceUtterance>, { speaker: string | null; state: string; proposal: string | null }]
  >([
    ['script and voice agree', script('Voice A'), { speaker: 'Voice A', state: 'matched', proposal: null }],
    [
      'the voice contradicts the script',
      script('Voice B'),
      { speaker: 'Voice B', state: 'conflict', proposal: 'Voice A' },
    ],
    [
      'no text names it',
      script(null, 0),
      { speaker: null, state: 'spoken-not-scripted', proposal: 'Voice A' },
    ],
    [
      'no text names it and nobody knows the voice',
      { ...script(null, 0), embedding: stranger.embedding },
      { speaker: null, state: 'spoken-not-scripted', proposal: SOMEONE_NEW },
    ],
    [
      'no text names it and it has no voice',
      { ...script(null, 0), embedding: null },
      { speaker: null, state: 'spoken-not-scripted', proposal: null },
    ],
    [
      'only the script, no voice',
      { ...script('Voice A'), embedding: null },
      { speaker: 'Voice A', state: 'matched', proposal: null },
    ],
    [
      'script and subtitle differ, the voice is with the subtitle',
      { ...script('Voice B'), subtitle: 'Voice A' },
      { speaker: 'Voice B', state: 'conflict', proposal: 'Voice A' },
    ],
    [
      'script and subtitle differ, the voice is with the script',
      { ...script('Voice A'), subtitle: 'Voice B' },
      { speaker: 'Voice A', state: 'conflict', proposal: 'Voice B' },
    ],
    [
      'the subtitle alone names it',
      { ...script(null, 0), subtitle: 'Voice A' },
      { speaker: 'Voice A', state: 'spoken-not-scripted', proposal: null },
    ],
    [
      'the subtitle alone names it and the voice contradicts',
      { ...script(null, 0), subtitle: 'Voice C' },
      { speaker: 'Voice C', state: 'conflict', proposal: 'Voice A' },
    ],
    [
      'several speak at once',
      { ...script('Voice B'), overlapped: true },
      { speaker: 'Voice B', state: 'overlap', proposal: null },
    ],
    [
      'a person accepted what the voice contradicts',
      { ...script('Voice B'), review: { character: 'Voice B', state: 'accepted' } },
      { speaker: 'Voice B', state: 'matched', proposal: null },
    ],
    [
      'a person assigned an unscripted line',
      { ...script(null, 0), review: { character: 'Voice A', state: 'edited' } },
      { speaker: 'Voice A', state: 'spoken-not-scripted', proposal: null },
    ],
  ])('%s', (_, change, expected) => {
    const { speaker, state, proposal } = joined(change);
    expect({ speaker, state, proposal }).toEqual(expected);
  });

  test('the evidence of a conflict is kept', () => {
    const { voice, confidence, mislabelProbability } = joined(script('Voice B'));
    expect(voice[0]?.character).toBe('Voice A');
    expect(confidence).toBeLessThan(0.5);
    expect(mislabelProbability).toBeCloseTo(1 - confidence);
  });

  test('no text is judged wrong without a voice or a label', () => {
    expect(joined({ ...script('Voice A'), embedding: null }).mislabelProbability).toBeNull();
    expect(joined(script(null, 0)).mislabelProbability).toBeNull();
    expect(joined({ ...script('Voice A'), overlapped: true }).mislabelProbability).toBeNull();
  });

  test('without a voice the confidence is the script’s own', () => {
    const { confidence } = joined({ ...script('Voice A', 0.8), embedding: null });
    expect(confidence).toBeCloseTo(0.8, 1);
  });

  test('a witness more makes an agreement surer', () => {
    const alone = joined({ ...script('Voice A', 0.8), embedding: null }).confidence;
    const withSubtitle = joined({
      ...script('Voice A', 0.8),
      subtitle: 'Voice A',
      embedding: null,
    }).confidence;
    const withVoice = joined(script('Voice A', 0.8)).confidence;
    expect(withSubtitle).toBeGreaterThan(alone);
    expect(withVoice).toBeGreaterThan(alone);
  });

  test('a one-line part is believed: nobody else sounds like it', () => {
    const guest = labelled('guest', stranger.embedding, 'Guest');
    const utterances = [...series, guest];
    const bank = enrol(utterances);
    const answer = joinWitnesses(utterances, scoreUtterances(utterances, bank), bank).at(-1)!;
    expect(answer).toMatchObject({ speaker: 'Guest', state: 'matched' });
  });

  test('wrong labels stand first among the doubtful', () => {
    const wrong = new Set([2, 30, 55, 80]);
    const utterances = series.map((own, at) =>
      wrong.has(at) ? relabelled(own, made[(at + 25) % 100]!.truth) : own,
    );
    const bank = enrol(utterances);
    const answers = joinWitnesses(utterances, scoreUtterances(utterances, bank), bank);
    const order = [...answers.keys()].sort(
      (a, b) => answers[b]!.mislabelProbability! - answers[a]!.mislabelProbability!,
    );
    expect(new Set(order.slice(0, 4))).toEqual(wrong);
  });

  test('nothing enrolled: the texts stand alone', () => {
    const utterances = [
      labelled('a', null, 'Ann'),
      labelled('b', null, null, { subtitle: 'Bob' }),
      labelled('c', null, null),
    ];
    const bank = enrol(utterances);
    const answers = joinWitnesses(utterances, scoreUtterances(utterances, bank), bank);
    expect(answers.map(({ speaker, state }) => [speaker, state])).toEqual([
      ['Ann', 'matched'],
      ['Bob', 'spoken-not-scripted'],
      [null, 'spoken-not-scripted'],
    ]);
    for (const { confidence } of answers) expect(confidence >= 0 && confidence <= 1).toBe(true);
  });
});
