import { expect, test } from 'vitest';
import { seededRandom } from '../../main/model/index.ts';
import type { SoundFrames, SoundModel } from '../../main/validation/sound-scores/index.ts';
import { SILENCE, SOUND_COUNT } from '../../main/validation/spelling.ts';
import {
  FOLDS,
  type OtherText,
  soundFits,
  type UsualSpeech,
} from '../../main/validation/transcript-evidence.ts';
import type { MeasuredItem } from '../../main/validation/transcript-items.ts';
import { checkTranscript, learnTranscripts } from '../../main/validation/transcripts.ts';

const DIMENSION = 26;

/** Each sound a point of its own, far from the others. */
const MODEL: SoundModel = {
  dimension: DIMENSION,
  means: Float64Array.from({ length: SOUND_COUNT * DIMENSION }, (_, at) =>
    placeOf(Math.floor(at / DIMENSION), at),
  ),
  precisions: new Float64Array(SOUND_COUNT * DIMENSION).fill(0.05),
  constants: new Float64Array(SOUND_COUNT),
};

function placeOf(sound: number, at: number): number {
  return 20 * Math.sin(1 + 7 * sound + 3 * (at % DIMENSION));
}

/** The sound of a text: so many frames for each of its sounds, with some noise. */
function spoken(states: Uint8Array, framesEach: number, seed: number): SoundFrames {
  const random = seededRandom(seed);
  const count = Math.floor(states.length * framesEach);
  const values = new Float32Array(count * DIMENSION);
  for (let t = 0; t < count; t += 1) {
    const sound = states[Math.floor(t / framesEach)] as number;
    for (let d = 0; d < DIMENSION; d += 1) values[t * DIMENSION + d] = placeOf(sound, d) + 4 * random() - 2;
  }
  return { values, count, dimension: DIMENSION };
}

function textOf(length: number, seed: number): OtherText {
  const random = seededRandom(seed);
  const states = Uint8Array.from({ length }, (_, at) =>
    at === 0 || at === length - 1 || at % 5 === 0 ? SILENCE : 1 + Math.floor(random() * (SOUND_COUNT - 1)),
  );
  return { text: `text ${length} ${seed}`, states, words: [] };
}

const knowing = (others: readonly OtherText[]): UsualSpeech => ({
  sounds: Array.from({ length: FOLDS }, () => MODEL),
  others: [...others].sort((a, b) => a.states.length - b.states.length),
  rates: new Map([[null, 4]]),
  nucleiForSyllable: 1,
});

test('sound fits the text that was spoken better than others of its length, and another text does not', () => {
  const text = textOf(41, 1);
  const others = Array.from({ length: 20 }, (_, index) => textOf(35 + (index % 12), 100 + index));
  const wrong = textOf(41, 2);
  const [own, other] = soundFits(
    { id: 'a', frames: spoken(text.states, 3, 1) },
    [text, wrong],
    knowing(others),
  );
  expect(own).toBeGreaterThan(4);
  expect(Math.abs(other as number)).toBeLessThan(4);
});

test('texts that have no room in the sound are not compared with', () => {
  // Spoken so fast that the text has just room: most texts about as long have none.
  const text = textOf(41, 1);
  const frames = spoken(text.states, 0.55, 1);
  expect(text.states.length).toBeLessThanOrEqual(2 * frames.count);
  const longer = Array.from({ length: 8 }, (_, index) => textOf(2 * frames.count + 2 + index, 50 + index));
  const shorter = Array.from({ length: 6 }, (_, index) => textOf(20 + index, 80 + index));
  const fits = (others: readonly OtherText[]) => soundFits({ id: 'a', frames }, [text], knowing(others));
  expect(fits([...longer, ...shorter])).toEqual(fits(shorter));
  expect(Math.abs(fits([...longer, ...shorter])[0] as number)).toBeLessThan(1_000);
  expect(fits(longer)).toEqual([null]);
});

test('a text with no room at all fits worst, and one too short to tell says nothing', () => {
  const others = Array.from({ length: 20 }, (_, index) => textOf(35 + (index % 12), 100 + index));
  const frames = spoken(textOf(20, 3).states, 1, 1);
  const [never, short] = soundFits({ id: 'a', frames }, [textOf(41, 1), textOf(3, 1)], knowing(others));
  expect(never).toBe(-4);
  expect(short).toBeNull();
});

test('an utterance whose text could never be spoken in its time does not keep a series from being judged', () => {
  const itemOf = (index: number, text: OtherText, frames: SoundFrames): MeasuredItem => ({
    id: `u${index}`,
    span: { start: 0, end: 320 * frames.count },
    text: text.text,
    language: 'en',
    speaker: null,
    isClean: true,
    heard: null,
    syllables: 12,
    isShort: false,
    counts: { nuclei: 12, speechSeconds: 2 },
    states: text.states,
    frames,
    words: null,
  });
  const items = Array.from({ length: 60 }, (_, index) => {
    const text = textOf(30 + (index % 20), 200 + index);
    return itemOf(index, text, spoken(text.states, 3, index));
  });
  const whole = itemOf(60, textOf(16_100, 9), spoken(textOf(40, 9).states, 3, 9));
  const model = learnTranscripts([...items, whole]);
  expect(model.others.map(({ text }) => text)).not.toContain(whole.text);
  expect(checkTranscript(whole, model).wrong).toBeGreaterThan(0.5);
  expect(checkTranscript(items[0]!, model).wrong).toBeLessThan(0.5);
});
