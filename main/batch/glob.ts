/** Whether a text fits a pattern in which `*` stands for anything and `?` for one character; case does not matter. */
export function matchesGlob(text: string, pattern: string): boolean {
  const expression = pattern
    .split('')
    .map((each) => (each === '*' ? '.*' : each === '?' ? '.' : each.replace(/[\\^$.|+()[\]{}]/g, '\\$&')))
    .join('')
    // Several stars in a row mean the same as one, and would make matching slow.
    .replace(/(\.\*)+/g, '.*');
  return new RegExp(`^${expression}$`, 'isu').test(text);
}
