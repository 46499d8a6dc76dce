import { z } from 'zod';
import type { OpenVoices } from '../contract/index.ts';
import { RolecallError, samplesToSeconds } from '../model/index.ts';
import { applyEdit } from '../review/index.ts';
import { getSeriesVoices, getUtterance, listEpisodes, putSeriesVoices } from '../store/index.ts';
import {
  clusterUnnamed,
  type joinWitnesses,
  likelyNames,
  PRIOR_SCALE,
  readBank,
  type SameVoiceScale,
  SOMEONE_NEW,
  sameVoiceScale,
  type VoiceBank,
  type VoiceUtterance,
} from '../voice/index.ts';
import { isNotTheirs, marksOf } from './cast-marks.ts';
import type { Project } from './project.ts';
import { nameNow, seriesCharacters } from './series-characters.ts';

/** Utterances of a series that nobody named and that one voice seems to speak. */
export const unnamedVoice = z.object({
  /** The id of its most typical utterance. */
  id: z.string(),
  /** Ids of its utterances, the most typical first: the first few are what a person should hear. */
  utterances: z.array(z.string()).min(1),
  seconds: z.number(),
  /** Mean cosine of the utterances to their middle. */
  cohesion: z.number(),
  /** Whom most of its utterances sound like by themselves; null where they say nothing. */
  proposal: z.string().nullable(),
  /** Share of the utterances that say so. */
  agreement: z.number().min(0).max(1),
  /** Who of the cast all of it together may be, the likeliest first; absent where an older version looked. */
  candidates: z
    .array(z.object({ character: z.string(), probability: z.number(), similarity: z.number() }))
    .default([]),
});
export type UnnamedVoice = z.infer<typeof unnamedVoice>;

type Joined = ReturnType<typeof joinWitnesses>[number];

/** From this probability on, a mixture of two voices is nobody's. */
const TWO_VOICES = 0.5;
/** Who is less likely is no candidate for an unnamed voice; where somebody refuses one, the next is asked for. */
const LEAST_LIKELY = 0.1;
const MOST_CANDIDATES = 4;

/** Groups what no text and no person named by its voice, over the whole series; overlapped speech is left out. */
export function findUnnamedVoices(
  utterances: readonly VoiceUtterance[],
  joined: ReadonlyMap<string, Joined>,
  bank: VoiceBank,
  scale: SameVoiceScale,
): UnnamedVoice[] {
  const byId = new Map(utterances.map((each) => [each.id, each]));
  const unnamed = utterances.filter(
    ({ id, overlapped, quality, review }) =>
      !overlapped &&
      // Music stays: a guest whose every line lies under it is worth finding.
      (quality?.overlap ?? 0) < TWO_VOICES &&
      !review &&
      (joined.get(id)?.speaker ?? null) === null,
  );
  return clusterUnnamed(unnamed, bank).map(({ members, seconds, cohesion }) => {
    const votes = new Map<string, number>();
    for (const id of members) {
      const proposal = joined.get(id)?.proposal;
      if (proposal) votes.set(proposal, (votes.get(proposal) ?? 0) + 1);
    }
    const [best] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return {
      id: members[0] as string,
      utterances: [...members],
      seconds,
      cohesion: Math.round(cohesion * 1000) / 1000,
      proposal: best?.[0] ?? null,
      agreement: Math.round(((best?.[1] ?? 0) / members.length) * 1000) / 1000,
      candidates: likelyNames(
        members.flatMap((id) => byId.get(id) ?? []),
        bank,
        scale,
        LEAST_LIKELY,
      )
        .slice(0, MOST_CANDIDATES)
        .map(({ character, probability, similarity }) => ({
          character,
          probability: Math.round(probability * 10_000) / 10_000,
          similarity: Math.round(similarity * 1000) / 1000,
        })),
    };
  });
}

/** What is stored of the voices of a series. */
export interface StoredVoices {
  readonly bank: VoiceBank;
  /** Id of the encoder whose vectors they are. */
  readonly encoder: string;
  readonly unnamed: readonly UnnamedVoice[];
  /** How "one voice or two?" is answered in this series. */
  readonly scale: SameVoiceScale;
}

const beside = z.object({
  encoder: z.string(),
  unnamed: z.array(unnamedVoice),
  scale: sameVoiceScale.default(PRIOR_SCALE),
});

/** As JSON for the store; {@link readSeriesVoices} reads it back. */
export const voicesForStore = ({ bank, encoder, unnamed, scale }: StoredVoices): string =>
  JSON.stringify({ ...bank, encoder, unnamed, scale });

/** The voices of a series as its last run left them; null before the first. */
export function readSeriesVoices({ database }: Project, series: string): StoredVoices | null {
  const json = getSeriesVoices(database, series);
  if (json === null) return null;
  const value: unknown = JSON.parse(json);
  const bank = readBank(value);
  const rest = beside.safeParse(value);
  return bank === null || !rest.success ? null : { bank, ...rest.data };
}

export interface NamedVoice {
  readonly character: string;
  /** Ids of the utterances that now have this speaker. */
  readonly utterances: readonly string[];
  readonly episodes: readonly string[];
}

/**
 * Gives all utterances of an unnamed voice one speaker: one decision names many. Each episode's part is an ordinary
 * edit that can be undone there. Utterances that a person decided about meanwhile stay as they are.
 *
 * @param voice id of the unnamed voice
 * @throws RolecallError `usage` where the series has no such voice
 */
export function nameVoice(
  project: Project,
  series: string,
  voice: string,
  character: string,
  who: string,
): NamedVoice {
  const { database } = project;
  const name = character.trim();
  const stored = readSeriesVoices(project, series);
  const found = stored?.unnamed.find(({ id }) => id === voice);
  if (stored === null || found === undefined || name === '') {
    throw new RolecallError({
      kind: 'usage',
      message:
        name === '' ? 'The name is empty.' : `The series ${series} has no unnamed voice ${voice} (any more).`,
      remedy: '`rolecall voices PROJECT` lists them; a run makes the list anew.',
    });
  }
  return database.transaction((): NamedVoice => {
    const open = found.utterances.flatMap((id) => {
      const row = getUtterance(database, id);
      return row !== null && row.review === 'unreviewed' && row.speaker === null ? [row] : [];
    });
    const byEpisode = Map.groupBy(open, ({ episode }) => episode);
    for (const [episode, rows] of byEpisode) {
      const utterances = rows.map(({ id }) => id);
      applyEdit(database, episode, { kind: 'assign', utterances, character: name }, who);
    }
    const unnamed = stored.unnamed.filter(({ id }) => id !== voice);
    putSeriesVoices(database, series, voicesForStore({ ...stored, unnamed }));
    return { character: name, utterances: open.map(({ id }) => id), episodes: [...byEpisode.keys()] };
  })();
}

const EXAMPLES = 3;

/** The unnamed voices of a series of which something is left to be named, the most speech first. */
export function openVoices(project: Project, series: string): OpenVoices {
  const unnamed = readSeriesVoices(project, series)?.unnamed ?? [];
  const marks = marksOf(project, series);
  const now = nameNow(seriesCharacters(project, series));
  return unnamed
    .flatMap(({ id, utterances, proposal, agreement, candidates }) => {
      const open = utterances.flatMap((each) => {
        const row = getUtterance(project.database, each);
        return row !== null && row.review === 'unreviewed' && row.speaker === null ? [row] : [];
      });
      if (open.length === 0) return [];
      const ids = open.map((row) => row.id);
      // That nobody of the cast fits is no name that lines could be given to.
      const most = proposal === null || proposal === SOMEONE_NEW ? null : now(proposal);
      const known = candidates.map((each) => ({ ...each, name: now(each.character) }));
      const best = [...known, ...(known.length === 0 ? [{ name: most }] : [])].find(
        ({ name }) => name !== null && !isNotTheirs(marks, ids, name),
      );
      return [
        {
          id,
          utterances: ids,
          seconds: open.reduce((sum, { start, end }) => sum + samplesToSeconds(end - start), 0),
          proposal: best?.name ?? null,
          voice:
            best !== undefined && 'probability' in best
              ? { probability: best.probability, similarity: best.similarity }
              : null,
          agreement: best?.name !== undefined && best.name === most ? agreement : 0,
          examples: open.slice(0, EXAMPLES),
        },
      ];
    })
    .sort((a, b) => b.seconds - a.seconds);
}

/** The series of a project, in order. */
export const seriesOf = ({ database }: Project): string[] =>
  [...new Set(listEpisodes(database).map(({ series }) => series))].sort();
