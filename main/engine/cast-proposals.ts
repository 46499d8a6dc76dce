import type { CastProposal } from '../contract/index.ts';
import { countBySpeaker } from '../store/index.ts';
import { likelyPairs, type SameVoiceScale, type VoicePair } from '../voice/index.ts';
import { isApart, marksOf } from './cast-marks.ts';
import type { Project } from './project.ts';
import { nameNow, seriesCharacters } from './series-characters.ts';
import { readSeriesVoices } from './unnamed-voices.ts';

/** From this probability on, two named voices are proposed as one person. */
const PROPOSED = 0.1;
/** Below this nothing is said about the voices of two names that are alike. */
const TOLD = 1e-4;
const MOST = 100;

/**
 * Which names may be one person, by how they are written and by how they sound; what somebody kept apart is not
 * among them. Nothing is merged here.
 */
export function castProposals(
  project: Project,
  series: string,
): { proposals: CastProposal[]; scale: SameVoiceScale | null } {
  const table = seriesCharacters(project, series);
  const marks = marksOf(project, series);
  const voices = readSeriesVoices(project, series);
  const now = nameNow(table);
  const said = new Map(
    countBySpeaker(project.database)
      .filter((row) => row.series === series)
      .map((row) => [row.speaker, row.count]),
  );
  const pairs = new Map<string, VoicePair>();
  for (const pair of voices === null ? [] : likelyPairs(voices.bank, voices.scale, TOLD)) {
    const [first, second] = [now(pair.first), now(pair.second)];
    if (first === null || second === null || first === second) continue;
    if (!pairs.has(keyOf(first, second))) pairs.set(keyOf(first, second), { ...pair, first, second });
  }
  const written = (table?.proposals ?? []).map((proposal): CastProposal => {
    const pair = pairs.get(keyOf(now(proposal.label) ?? proposal.label, proposal.name));
    return { ...proposal, voice: pair === undefined ? null : likenessOf(pair) };
  });
  const asked = new Set(written.map(({ label, name }) => keyOf(now(label) ?? label, name)));
  const heard = [...pairs.values()]
    .filter(({ first, second, probability }) => {
      if (probability < PROPOSED || asked.has(keyOf(first, second))) return false;
      return said.has(first) && said.has(second);
    })
    .map(({ first, second, ...pair }): CastProposal => {
      // The one who says less is a name of the other.
      const [label, name] =
        (said.get(first) ?? 0) > (said.get(second) ?? 0) ? [second, first] : [first, second];
      return { label, name, reason: 'voice', voice: likenessOf(pair) };
    });
  const open = [...heard, ...written].filter(({ label, name }) => !isApart(marks, now(label) ?? label, name));
  return { proposals: open.slice(0, MOST), scale: voices?.scale ?? null };
}

const keyOf = (first: string, second: string): string => JSON.stringify([first, second].sort());

const likenessOf = ({ probability, similarity }: Pick<VoicePair, 'probability' | 'similarity'>) => ({
  probability: Math.round(probability * 10_000) / 10_000,
  similarity: Math.round(similarity * 1000) / 1000,
});
