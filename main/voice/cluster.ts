import { SAMPLE_RATE } from '../model/index.ts';
import { transformed } from './adaptation.ts';
import type { VoiceBank } from './bank.ts';
import { dot, type Heard, type Model, modelOf, oneVoice } from './one-voice.ts';
import { unit } from './score.ts';
import type { VoiceUtterance } from './types.ts';
import { noiseVariance } from './voices.ts';

/** Utterances that one unnamed voice is believed to speak. */
export interface VoiceCluster {
  /** Ids, the most typical first: the first few are what a person should hear. */
  readonly members: readonly string[];
  readonly seconds: number;
  /** Mean cosine of the members to the middle of the cluster. */
  readonly cohesion: number;
}

export interface ClusterOptions {
  /** Log-odds that two groups must have of being one voice before they are joined; default -1: one voice is the likelier before anything is heard. */
  readonly evidence: number;
  /** Groups that are compared all with all at a time; more than that are taken in pieces. Default 600. */
  readonly piece: number;
}

const DEFAULTS: ClusterOptions = { evidence: -1, piece: 600 };
/** Rows with what was heard of them. */
interface Group extends Heard {
  readonly rows: readonly number[];
}

/**
 * Groups utterances that nobody named by voice: agglomerative, the pair with the greatest log-likelihood ratio of
 * "one voice" against "two voices" first (Brümmer and de Villiers' partitioning model), until no pair has enough
 * evidence. Longer lists are clustered in pieces, then the pieces' groups again, neighbours together, so that
 * time grows little faster than the number of utterances. The order of the utterances does not matter.
 *
 * @param bank the series' voices, for its measured variances; null where nobody is enrolled
 * @returns the largest (in seconds) first; utterances without a usable embedding are in none
 */
export function clusterUnnamed(
  utterances: readonly VoiceUtterance[],
  bank: VoiceBank | null,
  options: Partial<ClusterOptions> = {},
): VoiceCluster[] {
  const chosen = { ...DEFAULTS, ...options };
  const rows = utterances
    .map(({ id, embedding, durationSamples }) => ({
      id,
      vector: embedding && unit(embedding),
      seconds: Math.max(0.25, durationSamples / SAMPLE_RATE),
    }))
    .filter((row): row is typeof row & { vector: Float32Array } => row.vector !== null)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const dimension = rows[0]?.vector.length ?? 0;
  const enrolled = bank !== null && bank.characters.length > 0 && bank.dimension === dimension ? bank : null;
  const model = modelOf(enrolled, dimension);
  const transform = enrolled?.transform ? Float64Array.from(enrolled.transform) : null;
  const vectors = rows.map(({ vector }) => transformed(vector, dimension, transform));
  let groups = rows.map(({ seconds }, at): Group => {
    const precision = 1 / noiseVariance(model.noise, seconds);
    // Measured from the mean of all voices, as the model wants it.
    return {
      rows: [at],
      sum: Float64Array.from(vectors[at]!, (value, d) => precision * (value - model.mean[d]!)),
      precision,
    };
  });
  groups = inPieces(groups, model, chosen);
  return groups
    .map((group) => describe(group, rows, vectors))
    .sort((a, b) => b.seconds - a.seconds || (a.members[0]! < b.members[0]! ? -1 : 1));
}

function inPieces(all: Group[], model: Model, options: ClusterOptions): Group[] {
  let groups = all;
  for (;;) {
    if (groups.length <= options.piece) return agglomerate(groups, model, options.evidence);
    const before = groups.length;
    const joined: Group[] = [];
    for (let first = 0; first < groups.length; first += options.piece) {
      joined.push(...agglomerate(groups.slice(first, first + options.piece), model, options.evidence));
    }
    groups = neighboursTogether(joined);
    // Where pieces hardly shrink, most utterances stand alone: comparing them again in pieces would not end.
    if (groups.length > 0.9 * before) return groups;
  }
}

/** Orders groups so that those near the same large group come into the same piece. */
function neighboursTogether(groups: readonly Group[]): Group[] {
  const pivots = [...groups]
    .sort((a, b) => b.precision - a.precision || a.rows[0]! - b.rows[0]!)
    .slice(0, 64);
  return groups
    .map((group) => {
      let [nearest, highest] = [0, Number.NEGATIVE_INFINITY];
      pivots.forEach((pivot, at) => {
        const product = dot(group.sum, pivot.sum) / pivot.precision;
        if (product > highest) [nearest, highest] = [at, product];
      });
      return { group, nearest };
    })
    .sort((a, b) => a.nearest - b.nearest || a.group.rows[0]! - b.group.rows[0]!)
    .map(({ group }) => group);
}

/** Joins the best pair again and again; each group remembers its best partner, so that a step costs little. */
function agglomerate(start: readonly Group[], model: Model, evidence: number): Group[] {
  const groups: (Group | null)[] = [...start];
  const partner = new Int32Array(groups.length).fill(-1);
  const value = new Float64Array(groups.length).fill(Number.NEGATIVE_INFINITY);
  // Only partners with a higher index are remembered: each pair is looked at once.
  const look = (at: number) => {
    partner[at] = -1;
    value[at] = Number.NEGATIVE_INFINITY;
    const own = groups[at];
    if (!own) return;
    for (let other = at + 1; other < groups.length; other += 1) {
      const group = groups[other];
      if (!group) continue;
      const ratio = oneVoice(own, group, model);
      if (ratio > value[at]!) [value[at], partner[at]] = [ratio, other];
    }
  };
  for (let at = 0; at < groups.length; at += 1) look(at);
  for (;;) {
    let best = -1;
    for (let at = 0; at < groups.length; at += 1) if (best < 0 || value[at]! > value[best]!) best = at;
    if (best < 0 || !(value[best]! > evidence)) break;
    const other = partner[best]!;
    const [a, b] = [groups[best]!, groups[other]!];
    groups[best] = {
      rows: [...a.rows, ...b.rows],
      sum: a.sum.map((part, d) => part + b.sum[d]!),
      precision: a.precision + b.precision,
    };
    groups[other] = null;
    look(best);
    look(other);
    for (let at = 0; at < best; at += 1) {
      if (partner[at] === best || partner[at] === other) look(at);
      else if (groups[at]) {
        const ratio = oneVoice(groups[at]!, groups[best]!, model);
        if (ratio > value[at]!) [value[at], partner[at]] = [ratio, best];
      }
    }
    for (let at = best + 1; at < other; at += 1) if (partner[at] === other) look(at);
  }
  return groups.filter((group): group is Group => group !== null);
}

function describe(
  group: Group,
  rows: readonly { readonly id: string; readonly seconds: number }[],
  vectors: readonly Float32Array[],
): VoiceCluster {
  const middle = new Float64Array(vectors[0]?.length ?? 0);
  for (const at of group.rows)
    vectors[at]!.forEach((value, d) => {
      middle[d]! += value * rows[at]!.seconds;
    });
  const length = Math.sqrt(dot(middle, middle)) || 1;
  const typical = group.rows.map((at) => ({
    id: rows[at]!.id,
    near: vectors[at]!.reduce((sum, value, d) => sum + value * middle[d]!, 0) / length,
  }));
  typical.sort((a, b) => b.near - a.near || (a.id < b.id ? -1 : 1));
  return {
    members: typical.map(({ id }) => id),
    seconds: Math.round(group.rows.reduce((sum, at) => sum + rows[at]!.seconds, 0) * 1000) / 1000,
    cohesion: typical.reduce((sum, { near }) => sum + near, 0) / typical.length,
  };
}
