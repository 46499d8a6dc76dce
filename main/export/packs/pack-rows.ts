/** A row of the dataset as far as a training set needs it: a part of `DatasetRow`. In the order of the episode. */
export interface PackRow {
  readonly id: string;
  readonly episode: string;
  readonly series: string;
  readonly character: string;
  readonly text: string;
  /** Samples at 16 kHz from the start of the media. */
  readonly start: number;
  readonly end: number;
  readonly scene: number | null;
}

/** What must not be in any training set: it is what the trained model will be measured with. */
export interface HeldOut {
  /** Episodes of which nothing is taken, neither targets nor context. */
  readonly episodes: ReadonlySet<string>;
  /** Texts of the test set, in the form of `plainText`; a longer line that says the same is left out. */
  readonly texts: ReadonlySet<string>;
}

/** A text without case, punctuation and spaces: equal for a line and its recap. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Below so many words everybody says the same ("Oh my God!"). */
const LEAST_WORDS = 5;

export const isHeldOut = (row: PackRow, heldOut: HeldOut): boolean => {
  if (heldOut.episodes.has(row.episode)) return true;
  const plain = plainText(row.text);
  return plain.split(' ').length >= LEAST_WORDS && heldOut.texts.has(plain);
};

/**
 * Text as training tools may take it: `<audio>` and its like would be filled with sound, `<|user|>` and its like would
 * end the turn. Their angle brackets become round ones.
 */
export const withoutTags = (text: string): string =>
  text
    .replace(/<(\/?\s*(?:audio|image|video|bbox|ref-object|box|ref|img|media)\s*)>/giu, '($1)')
    .replace(/<\|([^<>]*)\|>/gu, '($1)')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
