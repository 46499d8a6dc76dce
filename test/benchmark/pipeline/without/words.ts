import type { compareWords as compare } from '../../../../main/engine/series-words.ts';

/** No series has anything to compare. */
export const compareWords: typeof compare = async () => [];
