import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrueUtterance, Truth } from '../fixtures/make/truth.ts';

export const sampleLibrary = fileURLToPath(new URL('../fixtures/library', import.meta.url));
const truthFolder = fileURLToPath(new URL('../fixtures/library-truth', import.meta.url));

export const readTruths = (): Truth[] =>
  readdirSync(truthFolder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(truthFolder, name), 'utf8')) as Truth);

/** What a run says of one utterance; times in seconds. */
export interface SaidUtterance {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly speaker: string | null;
  readonly state: string;
  readonly cue: number | null;
  readonly part: number | null;
}

export interface SampleScore {
  /** Utterances that the truth attributes to one character. */
  readonly attributed: number;
  readonly right: number;
  readonly wrong: { readonly text: string; readonly truth: string; readonly said: string | null }[];
  /** Distances of starts and ends from the truth, in seconds, all of them. */
  readonly boundaryErrors: number[];
  /** Unscripted lines of the truth, and how many carry that state. */
  readonly unscripted: { readonly total: number; readonly found: number };
  /** Unspoken lines of the script, and how many carry that state. */
  readonly unspoken: { readonly total: number; readonly found: number };
}

/** Compares a run's utterances of one episode with the truth. */
export function scoreEpisode(truth: Truth, said: readonly SaidUtterance[]): SampleScore {
  const spoken = said.filter((each) => each.end > each.start);
  const byCue = new Map(spoken.map((each) => [`${each.cue}.${each.part}`, each]));
  const find = (gold: TrueUtterance): SaidUtterance | undefined =>
    gold.cue === null ? mostOverlapping(gold, spoken) : byCue.get(`${gold.cue}.${gold.part}`);
  const attributed = truth.utterances.filter((gold) => gold.character !== null);
  const wrong: SampleScore['wrong'] = [];
  for (const gold of attributed) {
    const speaker = find(gold)?.speaker ?? null;
    if (speaker === null || !namesOf(truth, gold.character as string).has(fold(speaker))) {
      wrong.push({ text: gold.text, truth: gold.character as string, said: speaker });
    }
  }
  const unscripted = attributed.filter((gold) => !gold.inScript);
  return {
    attributed: attributed.length,
    right: attributed.length - wrong.length,
    wrong,
    boundaryErrors: truth.utterances
      .filter((gold) => gold.cue !== null)
      .flatMap((gold) => {
        const found = find(gold);
        return found ? [Math.abs(found.start - gold.start), Math.abs(found.end - gold.end)] : [];
      }),
    unscripted: {
      total: unscripted.length,
      found: unscripted.filter((gold) => find(gold)?.state === 'spoken-not-scripted').length,
    },
    unspoken: {
      total: truth.scriptedNotSpoken.length,
      found: truth.scriptedNotSpoken.filter((gold) =>
        said.some((each) => each.state === 'scripted-not-spoken' && fold(each.text) === fold(gold.text)),
      ).length,
    },
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** All spellings by which the truth knows a character, folded. */
export const namesOf = (truth: Truth, name: string): Set<string> =>
  new Set([name, ...(truth.characters.find((each) => each.name === name)?.aliases ?? [])].map(fold));

/** A name or a text without case and punctuation. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function mostOverlapping(gold: TrueUtterance, said: readonly SaidUtterance[]): SaidUtterance | undefined {
  const shared = (each: SaidUtterance): number =>
    Math.min(each.end, gold.end) - Math.max(each.start, gold.start);
  const best = said.reduce<SaidUtterance | undefined>(
    (found, each) => (found === undefined || shared(each) > shared(found) ? each : found),
    undefined,
  );
  return best !== undefined && shared(best) > 0 ? best : undefined;
}
