/** Colours of characters: stable, and told apart by colour-blind eyes. Names always stand beside them. */

/**
 * Middle tones that keep 3:1 against white and against the dark surface, so one
 * colour serves both themes. Chosen so that each differs from the others before it
 * also under protanopia and deuteranopia (held by test/renderer/palette.test.ts);
 * the first come from the sets of Okabe and Ito and of Tol, darkened or lightened.
 */
export const CHARACTER_COLOURS = [
  '#1f86d1', // blue
  '#d1690c', // orange
  '#0f9e77', // green
  '#cf5fa6', // pink
  '#8f8a17', // olive
  '#7c6ee6', // violet
  '#c4473a', // brick
  '#3d9fb0', // cyan
  '#a3703c', // brown
  '#6b8f3a', // moss
  '#9a5fc0', // purple
  '#5f7fa8', // steel
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
