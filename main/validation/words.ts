import { distance } from 'fastest-levenshtein';
import type { Recognition, WordDifference } from '../model/index.ts';
import { isFiller, wordsOf } from '../text/index.ts';

/** Longer lines are compared by their first words: the table of all pairs would grow with the square. */
const MOST_WORDS = 400;

/** Words in the form in which they are compared: fillers ("um", "oh") are left out, as subtitles leave them out. */
export const comparableWords = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !isFiller(word))
    .map((word) => word.text)
    .slice(0, MOST_WORDS);

/**
 * Compares what was recognised with the text, after both were brought into one form: case, marks and contractions
 * ("it's" is "it is"), numbers in words or digits, fillers. The fewest replaced, missing and added words (Levenshtein,
 * 1966) over the words of the text are the word error rate; neighbouring changes make one difference.
 *
 * @returns null where the text has no words to compare
 */
export function compareRecognition(name: string, text: string, heard: string): Recognition | null {
  const written = comparableWords(text);
  if (written.length === 0) return null;
  const said = comparableWords(heard);
  const steps = alignWords(written, said);
  const errors = steps.filter((step) => step.written !== step.heard).length;
  return {
    name,
    text: heard,
    wordErrorRate: Math.round((10_000 * errors) / written.length) / 10_000,
    differences: differencesOf(steps),
  };
}

interface Step {
  /** Null: the word was added. */
  readonly written: string | null;
  /** Null: the word is missing. */
  readonly heard: string | null;
}

function alignWords(written: readonly string[], heard: readonly string[]): Step[] {
  const width = heard.length + 1;
  const costs = new Uint32Array((written.length + 1) * width);
  const at = (i: number, j: number): number => costs[i * width + j] as number;
  for (let i = 0; i <= written.length; i += 1) {
    for (let j = 0; j <= heard.length; j += 1) {
      if (i === 0 || j === 0) costs[i * width + j] = i + j;
      else {
        const same = written[i - 1] === heard[j - 1] ? 0 : 1;
        costs[i * width + j] = Math.min(at(i - 1, j - 1) + same, at(i - 1, j) + 1, at(i, j - 1) + 1);
      }
    }
  }
  const steps: Step[] = [];
  let i = written.length;
  let j = heard.length;
  while (i > 0 || j > 0) {
    const a = written[i - 1] ?? null;
    const b = heard[j - 1] ?? null;
    if (i > 0 && j > 0 && at(i, j) === at(i - 1, j - 1) + (a === b ? 0 : 1)) {
      steps.push({ written: a, heard: b });
      i -= 1;
      j -= 1;
    } else if (i > 0 && at(i, j) === at(i - 1, j) + 1) {
      steps.push({ written: a, heard: null });
      i -= 1;
    } else {
      steps.push({ written: null, heard: b });
      j -= 1;
    }
  }
  return steps.reverse();
}

function differencesOf(steps: readonly Step[]): WordDifference[] {
  const found: WordDifference[] = [];
  let at = 0;
  for (let index = 0; index < steps.length; ) {
    const from = index;
    while (index < steps.length && steps[index]?.written !== steps[index]?.heard) index += 1;
    const changed = steps.slice(from, index);
    if (changed.length > 0) {
      const written = changed.flatMap((step) => (step.written === null ? [] : [step.written]));
      const heard = changed.flatMap((step) => (step.heard === null ? [] : [step.heard]));
      found.push({
        kind: heard.length === 0 ? 'missing' : written.length === 0 ? 'added' : 'replaced',
        written: written.join(' '),
        heard: heard.join(' '),
        at,
      });
      at += written.length;
    } else {
      at += 1;
      index += 1;
    }
  }
  return found;
}

/** How alike two texts are letter by letter, 0 to 1: a poor recogniser gets letters right where words are wrong. */
export function likeness(written: readonly string[], heard: readonly string[]): number {
  const a = written.join(' ');
  const b = heard.join(' ');
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - distance(a, b) / longest;
}
