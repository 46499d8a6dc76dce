/** One utterance of known speaker, and what was said of it. */
export interface Judged {
  readonly given: boolean;
  readonly right: boolean;
  readonly confidence: number;
}

/** Shares from 0 to 1. */
export interface Measures {
  readonly utterances: number;
  readonly given: number;
  /** Of all utterances those with the right speaker; null counts as wrong. The same as the recall. */
  readonly accuracy: number;
  /** Of the speakers given those that are right. */
  readonly precision: number;
  readonly recall: number;
  /** Expected calibration error over the speakers given: ten bins of equal width (Naeini et al. 2015). */
  readonly calibrationError: number;
}

const BINS = 10;

export function measure(judged: readonly Judged[]): Measures {
  const answers = judged.filter((each) => each.given);
  const right = answers.filter((each) => each.right).length;
  const surplus = new Float64Array(BINS);
  for (const each of answers) {
    const bin = Math.min(BINS - 1, Math.floor(each.confidence * BINS));
    surplus[bin] = surplus[bin]! + each.confidence - (each.right ? 1 : 0);
  }
  const recall = right / Math.max(1, judged.length);
  return {
    utterances: judged.length,
    given: answers.length,
    accuracy: recall,
    precision: right / Math.max(1, answers.length),
    recall,
    calibrationError: surplus.reduce((sum, value) => sum + Math.abs(value), 0) / Math.max(1, answers.length),
  };
}
