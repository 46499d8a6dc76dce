import type { LanguageEvidence } from './language.ts';

/** The scale that `eld` 2 puts between the sum over n-grams and its scores of 0 to 1. */
const ELD_SCALE = 25;
const WORD = /[\p{L}\p{M}'’]+/gu;
const encoder = new TextEncoder();

/**
 * The n-gram statistics of `eld` (60 languages) as evidence. They take a second to load, so they are loaded when
 * they are first asked for; its scores are turned back into sums over the text's n-grams.
 */
export async function loadLetterEvidence(): Promise<LanguageEvidence> {
  const { eld } = await import('eld/small');
  return (text) => {
    const scores = eld.detect(text).getScores();
    const grams = gramsOf(text);
    return new Map(
      Object.entries(scores).map(([code, score]) => [
        code,
        (grams * ELD_SCALE * score) / Math.max(1e-6, 1 - score),
      ]),
    );
  };
}

/** How many n-grams the detector makes of a text: pieces of four bytes, three apart, in every word. */
function gramsOf(text: string): number {
  let grams = 0;
  for (const [word] of text.matchAll(WORD)) {
    const bytes = encoder.encode(word.toLowerCase()).length;
    grams += Math.max(1, Math.ceil((bytes - 1) / 3));
  }
  return grams;
}
