import { z } from 'zod';
import { characterProposal, historyEntry, utterance } from '../../model/index.ts';
import { id, name, nothing, procedure, series } from './procedure.ts';

export const characterSummary = z.object({
  name: z.string(),
  series: z.string(),
  /** A group is what scripts call several at once ("All", "Crowd", "Ross and Rachel"): nobody's voice. */
  kind: z.enum(['person', 'group']),
  aliases: z.array(z.string()),
  utterances: z.number().int(),
  /** Of them accepted or corrected by a person. */
  accepted: z.number().int(),
  seconds: z.number(),
  /** Titles of the episodes in which they speak, in order. */
  episodes: z.array(z.string()),
  /** A guest by what a person said (`marked`) or by speaking in few of the episodes (`found`); null: of the cast. */
  guest: z.enum(['marked', 'found']).nullable(),
  /** Whether a person said that this is a guest or is none. */
  isGuestSaid: z.boolean(),
  /** 1 to 9 for nine people of a series: their key stays theirs. */
  key: z.number().int().nullable(),
});
export type CharacterSummary = z.infer<typeof characterSummary>;

/** How likely two voices are one (0 to 1), and how alike they are: the cosine of their middles, 1 at most. */
const voiceLikeness = z.object({ probability: z.number(), similarity: z.number() });

/** Two names that may be one person, by how they are written, by how they sound, or both. */
export const castProposal = characterProposal.extend({
  reason: z.enum([...characterProposal.shape.reason.options, 'voice']),
  /** Null where the voices of both are not known or plainly two. */
  voice: voiceLikeness.nullable(),
});
export type CastProposal = z.infer<typeof castProposal>;

const range = z.object({ low: z.number(), middle: z.number(), high: z.number() });

export const castDecisions = z.object({
  /** What may be one person: to be confirmed or declined. */
  proposals: z.array(castProposal),
  /** How alike voices of this cast are: two halves of one voice, and two people; a tenth at each end left out. */
  likeness: z.object({ halves: range.nullable(), people: range.nullable() }).nullable(),
  /** What was decided about characters, newest last. */
  history: z.array(historyEntry.omit({ episode: true })),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type CastDecisions = z.infer<typeof castDecisions>;

export const openVoices = z.array(
  z.object({
    id,
    utterances: z.array(id).min(1),
    seconds: z.number(),
    /** Who of the cast it most likely is, of those whom nobody refused; null: nobody. */
    proposal: z.string().nullable(),
    /** How likely all of it together is that voice; null where that was not worked out yet. */
    voice: voiceLikeness.nullable(),
    /** Share of the utterances that sound like them each by itself. */
    agreement: z.number(),
    examples: z.array(utterance),
  }),
);
export type OpenVoices = z.infer<typeof openVoices>;

/** The voices of a series as a picture: near utterances sound alike. Both axes within -1 to 1. */
export const voiceMap = z.object({
  /** What is drawn. */
  points: z.array(
    z.object({
      utterance: id,
      episode: id,
      start: z.number().int(),
      end: z.number().int(),
      text: z.string(),
      speaker: z.string().nullable(),
      x: z.number(),
      y: z.number(),
    }),
  ),
  /** What would only cover the points, in columns: of each utterance the index of its speaker, and x and y. */
  others: z.object({
    utterances: z.array(id),
    speakers: z.array(z.string().nullable()),
    speaker: z.instanceof(Int32Array),
    places: z.instanceof(Float32Array),
  }),
});
export type VoiceMap = z.infer<typeof voiceMap>;

/** A line around a whole map takes all utterances of a long series. */
const MOST_GIVEN = 200_000;

const travelled = z.object({ sentence: z.string().nullable() });

/** The cast of a series. */
export const charactersProcedures = {
  'characters.list': procedure('engine', z.object({ series: series.optional() }), z.array(characterSummary)),
  /** The utterances that a character's voice is known best by, best first. */
  'characters.exemplars': procedure(
    'engine',
    z.object({ series, character: name, except: id.nullable(), limit: z.number().int().min(1).max(20) }),
    z.array(utterance),
  ),
  'characters.decisions': procedure('engine', z.object({ series }), castDecisions),
  /** Another name for a character; the name of another one makes the two one person. */
  'characters.rename': procedure(
    'engine',
    z.object({ series, from: name, to: z.string().trim().min(1).max(200) }),
    nothing,
  ),
  'characters.answer': procedure(
    'engine',
    z.object({ series, label: name, name, same: z.boolean() }),
    nothing,
  ),
  /** Takes back the last decision about the cast, however long ago; the sentence says which, null: there is none. */
  'characters.undo': procedure('engine', z.object({ series }), travelled),
  /** Brings back what was taken back last. */
  'characters.redo': procedure('engine', z.object({ series }), travelled),
  'characters.giveKey': procedure(
    'engine',
    z.object({ series, name, key: z.number().int().min(1).max(9) }),
    nothing,
  ),
  /** Somebody is a guest of the episodes in which they speak, or is not; null leaves it to the episodes. */
  'characters.setGuest': procedure(
    'engine',
    z.object({ series, name, isGuest: z.boolean().nullable() }),
    nothing,
  ),
  /** Voices that nobody named, found over the series: what is still open of each, and a few utterances to hear. */
  'characters.unnamed': procedure('engine', z.object({ series }), openVoices),
  /** An unnamed voice is not this character: that is not proposed again, whatever a later run finds. */
  'characters.refuse': procedure(
    'engine',
    z.object({ series, utterances: z.array(id).min(1).max(MOST_GIVEN), name }),
    nothing,
  ),
  /** Gives utterances of any episodes to a character, who may be new; taken back by `characters.undo`. */
  'characters.give': procedure(
    'engine',
    z.object({
      series,
      utterances: z.array(id).min(1).max(MOST_GIVEN),
      to: z.string().trim().min(1).max(200),
    }),
    nothing,
  ),
  'characters.map': procedure('engine', z.object({ series }), voiceMap),
} as const;
