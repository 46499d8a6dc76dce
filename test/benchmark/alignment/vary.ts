import type { AlignmentInput, SentenceMark } from '../../../main/alignment/index.ts';
import { seededRandom } from '../../../main/model/index.ts';

const FILLERS = new Set(['well', 'oh', 'uh', 'um', 'hey', 'okay', 'just', 'really', 'so', 'yeah']);
const MISSING_LINES = 1 / 8;
const DROPPED_FILLERS = 0.4;
const DROPPED_WORDS = 0.1;
const MISSPELT_WORDS = 0.1;

/**
 * A harder copy of an episode, as condensed subtitles and torn scripts are: lines missing from the script, words
 * dropped and misspelt in the cues. Every third seed keeps the words and only tears the script.
 */
export function vary({ lines, parts }: AlignmentInput, seed: number): AlignmentInput {
  const random = seededRandom(seed);
  const keepsWords = seed % 3 === 2;
  return {
    lines: lines.filter(() => random() > MISSING_LINES),
    parts: parts.map((part) => {
      const words: string[] = [];
      const marks: SentenceMark[] = [];
      part.words.forEach((word, i) => {
        const dropped = FILLERS.has(word) ? DROPPED_FILLERS : DROPPED_WORDS;
        if (!keepsWords && part.words.length > 2 && random() < dropped) return;
        const misspelt = !keepsWords && word.length >= 4 && random() < MISSPELT_WORDS;
        words.push(misspelt ? misspell(word, random) : word);
        marks.push(part.marks[i] ?? '');
      });
      return { ...part, words, marks };
    }),
  };
}

function misspell(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 1));
  return word.slice(0, at) + String.fromCharCode(97 + Math.floor(random() * 26)) + word.slice(at + 1);
}
