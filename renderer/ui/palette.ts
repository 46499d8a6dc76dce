/** Colours of characters: stable, and told apart by colour-blind eyes. Names always stand beside them. */

/**
 * Middle tones that keep 3:1 against white and against the dark surface, so that one
 * colour serves both themes. Found by a search for the twelve that lie farthest apart
 * in CIE L*a*b*, seen with all cones, under protanopia and under deuteranopia, the
 * first six farther than the rest; test/renderer/palette.test.ts holds the distances.
 */
export const CHARACTER_COLOURS = [
  '#1e82d2', // blue
  '#d27800', // orange
  '#3ca06e', // green
  '#6e46fa', // violet
  '#dc0a3c', // crimson
  '#a05082', // mauve
  '#00a0b4', // cyan
  '#fa3caa', // pink
  '#c83c00', // rust
  '#6478fa', // periwinkle
  '#dc6464', // salmon
  '#b432b4', // purple
] as const;

/** For what nobody is known to say. */
export const NOBODY_COLOUR = '#84888f';

/** What decides a character's colour: its place in the cast, never how much it says. */
export interface CastMember {
  readonly name: string;
  readonly key: number | null;
}

/**
 * Colour of every character of the cast. Characters with a number key take the
 * colour of that number, so that it stays theirs when others come or go; the rest
 * follow in the cast's order. After twelve the colours begin again.
 */
export function coloursOfCast(cast: readonly CastMember[]): Map<string, string> {
  const colours = new Map<string, string>();
  for (const { name, key } of cast) if (key !== null) colours.set(name, colourAt(key - 1));
  let next = 9;
  for (const { name, key } of cast) if (key === null) colours.set(name, colourAt(next++));
  return colours;
}

export const colourAt = (index: number): string =>
  CHARACTER_COLOURS[index % CHARACTER_COLOURS.length] ?? NOBODY_COLOUR;

/** `#rrggbb` with an opacity from 0 to 1, as `#rrggbbaa`. */
export const withOpacity = (colour: string, opacity: number): string =>
  `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
