import { z } from 'zod';

/** A way in which scripts or subtitles write a character, and how often they did. */
export const characterAlias = z.object({ label: z.string().min(1), count: z.number().int().nonnegative() });
export type CharacterAlias = z.infer<typeof characterAlias>;

export const character = z.object({
  /** Canonical name, unique in the table. */
  name: z.string().min(1),
  /** Most frequent first. */
  aliases: z.array(characterAlias),
});
export type Character = z.infer<typeof character>;

/** What a user decided on a label; never overruled. `name: null`: nobody who speaks. */
export const characterDecision = z.object({ label: z.string().min(1), name: z.string().min(1).nullable() });
export type CharacterDecision = z.infer<typeof characterDecision>;

/** Two names that may be one person: shown to the user, never merged by themselves. */
export const characterProposal = z.object({
  label: z.string().min(1),
  name: z.string().min(1),
  reason: z.enum(['short-form', 'spelling', 'title', 'generation']),
});
export type CharacterProposal = z.infer<typeof characterProposal>;

/** The characters of a series, as the database keeps them. */
export const characterTable = z.object({
  version: z.literal(1),
  characters: z.array(character),
  decisions: z.array(characterDecision),
  proposals: z.array(characterProposal),
});
export type CharacterTable = z.infer<typeof characterTable>;

/** Who a speaker label means. A crowd is several whom nobody names. */
export type Speaker =
  | { readonly kind: 'character'; readonly name: string }
  | { readonly kind: 'group'; readonly names: readonly string[] | 'all' }
  | { readonly kind: 'crowd' }
  | { readonly kind: 'not-a-character' };
