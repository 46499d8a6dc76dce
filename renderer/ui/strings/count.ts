import { numeral } from './locale.ts';
/** A number with its noun: `1 episode`, `2,000 episodes`. */
export const count = (n: number, one: string, many: string): string =>
  `${numeral(n)} ${n === 1 ? one : many}`;
