interface Named {
  readonly name: string;
  readonly aliases: readonly string[];
}

/**
 * Characters whose name or alias fits what was typed: first those that begin with
 * it, then those with a word that does, then those that contain it; the cast's order within each.
 */
export function matchCharacters<C extends Named>(characters: readonly C[], typed: string): C[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return [...characters];
  const rank = (character: C): number =>
    Math.min(
      ...[character.name, ...character.aliases].map((name) => {
        const lower = name.toLowerCase();
        if (lower.startsWith(wanted)) return 0;
        if (lower.split(/[\s\-–.]+/).some((word) => word.startsWith(wanted))) return 1;
        return lower.includes(wanted) ? 2 : 3;
      }),
    );
  return characters
    .map((character) => ({ character, rank: rank(character) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.character);
}
