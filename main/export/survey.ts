import { GATE_NAMES, GATES, type GateReport, NO_CONTEXT, SAMPLE_RATE } from '../model/index.ts';
import type { Dataset, DatasetEpisode } from './dataset.ts';
import { GateTally } from './gate-costs.ts';
import { reasonsToLeaveOut, type Selection } from './selection.ts';
import { SPLITS, type Split } from './splits.ts';

export interface Share {
  utterances: number;
  /** At 16 kHz. */
  samples: number;
}

/** Values counted into ranges of one width; the last range takes what lies beyond. */
export interface Histogram {
  readonly label: string;
  readonly unit: string;
  readonly from: number;
  readonly width: number;
  readonly counts: number[];
}

/** What is known of a dataset as a whole: the first pass over it. */
export interface Survey {
  readonly utterances: number;
  readonly samples: number;
  readonly characters: ReadonlyMap<string, Readonly<Share>>;
  readonly episodes: ReadonlyMap<string, Readonly<Share>>;
  readonly series: readonly string[];
  readonly splits: ReadonlyMap<Split, Readonly<Share> & { readonly groups: number }>;
  readonly reviewed: number;
  /** Lines whose voice could be compared, and those of them whose likeliest voice is their character's. */
  readonly voices: { readonly compared: number; readonly verified: number };
  /** Lines where a telephone band was looked for, and those that have it. */
  readonly telephone: { readonly looked: number; readonly found: number };
  readonly histograms: readonly Histogram[];
}

const histogram = (label: string, unit: string, from: number, width: number, ranges: number): Histogram => ({
  label,
  unit,
  from,
  width,
  counts: Array.from({ length: ranges }, () => 0),
});

function count(into: Histogram, value: number): void {
  const range = Math.floor((value - into.from) / into.width);
  const at = Math.min(Math.max(range, 0), into.counts.length - 1);
  into.counts[at] = (into.counts[at] ?? 0) + 1;
}

function add<K>(to: Map<K, Share>, key: K, samples: number): void {
  const share = to.get(key);
  if (share === undefined) to.set(key, { utterances: 1, samples });
  else {
    share.utterances += 1;
    share.samples += samples;
  }
}

/** Goes over all rows once. */
export function surveyDataset(dataset: Dataset): Survey {
  const characters = new Map<string, Share>();
  const episodes = new Map<string, Share>();
  const splits = new Map<Split, Share>();
  const groups = new Map<Split, Set<string>>();
  const series = new Set<string>();
  const seconds = histogram('length', 's', 0, 0.5, 24);
  const confidence = histogram('probability of the character', '', 0, 0.05, 20);
  const noise = histogram('signal to noise', 'dB', 0, 3, 20);
  const words = histogram('words', '', 0, 2, 20);
  let [utterances, samples, reviewed, compared, verified] = [0, 0, 0, 0, 0];
  let [looked, found] = [0, 0];
  for (const row of dataset.rows()) {
    const length = row.end - row.start;
    utterances += 1;
    samples += length;
    if (row.source.review !== 'unreviewed') reviewed += 1;
    const [likeliest] = row.source.witnesses.voice;
    if (likeliest !== undefined) {
      compared += 1;
      if (likeliest.character === row.source.speaker) verified += 1;
    }
    const telephone = row.source.quality?.telephone ?? null;
    if (telephone !== null) looked += 1;
    if (telephone === true) found += 1;
    series.add(row.series);
    add(characters, row.character, length);
    add(episodes, row.episode, length);
    if (row.split !== null) {
      add(splits, row.split, length);
      const ofSplit = groups.get(row.split) ?? new Set();
      groups.set(row.split, ofSplit.add(row.group as string));
    }
    count(seconds, length / SAMPLE_RATE);
    count(confidence, row.source.confidence);
    count(words, row.text.split(/\s+/).length);
    if (row.source.quality !== null) count(noise, row.source.quality.signalToNoise);
  }
  return {
    utterances,
    samples,
    characters,
    episodes,
    series: [...series].sort(),
    splits: new Map(
      SPLITS.flatMap((split) => {
        const share = splits.get(split);
        return share === undefined ? [] : [[split, { ...share, groups: groups.get(split)?.size ?? 0 }]];
      }),
    ),
    reviewed,
    voices: { compared, verified },
    telephone: { looked, found },
    histograms: [seconds, words, confidence, noise].filter((each) => each.counts.some((value) => value > 0)),
  };
}

/** What is left out of a dataset, and what each gate costs. */
export interface LeftOut {
  /** How many, by the first reason of each, most frequent first. */
  readonly counts: ReadonlyMap<string, number>;
  readonly gates: GateReport;
}

/** Goes over all utterances once. */
export function surveyLeftOut(episodes: Iterable<DatasetEpisode>, selection: Selection): LeftOut {
  const counts = new Map<string, number>();
  const tally = new GateTally();
  const context = selection.context ?? NO_CONTEXT;
  const characters = new Map<string, number>();
  const isSet = (gate: (typeof GATE_NAMES)[number]): boolean => selection.gates?.[gate] !== undefined;
  for (const { utterances } of episodes) {
    for (const utterance of utterances) {
      const reasons = reasonsToLeaveOut(utterance, selection);
      const [first] = reasons;
      if (first !== undefined) counts.set(first.sentence, (counts.get(first.sentence) ?? 0) + 1);
      const samples = utterance.end - utterance.start;
      if (first?.gate === null) {
        tally.addRuled(first.sentence, samples);
        continue;
      }
      const speaker = utterance.speaker as string;
      const character = characters.get(speaker) ?? characters.size;
      characters.set(speaker, character);
      let failed = 0;
      for (const { gate } of reasons) if (gate !== null) failed |= 1 << GATE_NAMES.indexOf(gate);
      tally.add(character, samples, failed);
      for (const [at, gate] of GATE_NAMES.entries()) {
        if (isSet(gate) && GATES[gate].measure(utterance, context) !== null) tally.addMeasured(at, 1);
      }
    }
  }
  return {
    counts: new Map([...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))),
    gates: tally.report([...characters.keys()], selection.gates ?? {}),
  };
}
