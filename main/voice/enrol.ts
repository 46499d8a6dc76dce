import type { AdaptationReport, Calibration, OperatingPoint, VoiceBank } from './bank.ts';
import type { Trials } from './calibration.ts';
import { fitCalibration, labelRight, logPriorsOf, PRIOR_CALIBRATION, posterior } from './calibration.ts';
import type { Settings } from './held-out.ts';
import { fitWithTransform, gain, heldOut } from './held-out.ts';
import type { Fit, Space } from './labelled-space.ts';
import { prepare } from './prepare.ts';
import type { VoiceOptions, VoiceUtterance } from './types.ts';
import { DEFAULT_OPTIONS } from './types.ts';
import { makeScorer } from './voices.ts';

/** Labelled utterances beyond this number a character add nothing to a voice: the bank stays small however long the series. */
const MOST_A_CHARACTER = 400;
/** Labelled utterances that cross-validation looks at. */
const MOST_COMPARED = 1_500;
/** Trials that the calibration is fitted on. */
const MOST_TRIALS = 2_000;
const SHRINKAGES = [0.9, 0.7, 0.5, 0.3];

/**
 * Learns the voices of a series from the labels of all its episodes: robust to wrong labels, with several manners
 * of speaking and an adaptation of the space where these help on held-out labels, and with a calibration measured
 * on utterances that were scored without themselves. The order of the utterances does not matter.
 *
 * @throws RolecallError where embeddings have different lengths or ids repeat
 */
export function enrol(utterances: readonly VoiceUtterance[], options: Partial<VoiceOptions> = {}): VoiceBank {
  const chosen = { ...DEFAULT_OPTIONS, ...options };
  const prepared = prepare(utterances, chosen);
  const labelledRows: number[] = [];
  prepared.labels.forEach((label, at) => {
    if (label >= 0) labelledRows.push(at);
  });
  const space = thinned(prepared, labelledRows, prepared.characters.length);
  const { settings, report } = chooseSettings(space, chosen);
  const first = fitWithTransform(space, null, settings, PRIOR_CALIBRATION, chosen.strangers);
  const logPriors = logPriorsOf(
    Int32Array.from(labelledRows, (at) => prepared.labels[at]!),
    space.characters,
    chosen.strangers,
  );
  const firstCalibration = fitCalibration(leaveOneOut(first.adapted, first.fit), logPriors, chosen.strangers);
  // With the measured calibration, wrong labels are told from right ones better: once more.
  const { fit, adapted, transform } = fitWithTransform(
    space,
    null,
    settings,
    firstCalibration,
    chosen.strangers,
  );
  const trials = leaveOneOut(adapted, fit);
  const calibration = fitCalibration(trials, logPriors, chosen.strangers, firstCalibration);
  const members: VoiceBank['members'] = {};
  fit.members.forEach((member, at) => {
    if (member) members[space.ids[at]!] = [member.character, member.prototype, member.precision];
  });
  return {
    version: 1,
    dimension: space.dimension,
    characters: prepared.characters.map((name, character) => ({
      name,
      prototypes: fit.voices.characters[character]!.map(({ sum, precision }) => ({
        sum: [...sum],
        precision,
      })),
      ...countsOf(space, fit, character),
    })),
    mean: [...fit.voices.mean],
    noise: fit.voices.noise,
    calibration,
    priors: [...logPriors].map((value) => Math.exp(value)),
    transform: transform === null ? null : [...transform],
    members,
    report: {
      labelled: labelledRows.length,
      enrolled: Object.keys(members).length,
      adaptation: { ...report, used: transform !== null },
      operatingPoints: [0.5, 0.8, 0.95].map((threshold) =>
        operatingPoint(trials, logPriors, calibration, threshold),
      ),
    },
  };
}

type NamedSpace = Space & { readonly ids: readonly string[] };

/** Labelled rows, at most so many a character, spread evenly over the series; accepted ones always. */
function thinned(
  prepared: Omit<Space, 'characters'> & { readonly ids: readonly string[] },
  rows: readonly number[],
  characters: number,
): NamedSpace {
  const byLabel = Array.from({ length: characters }, () => [] as number[]);
  for (const at of rows) byLabel[prepared.labels[at]!]!.push(at);
  const kept = byLabel
    .flatMap((own) => {
      const step = own.length / MOST_A_CHARACTER;
      if (step <= 1) return own;
      return own.filter(
        (at, index) => prepared.certain[at] || Math.floor(index / step) !== Math.floor((index - 1) / step),
      );
    })
    .sort((a, b) => a - b);
  return select(prepared, kept, characters);
}

function select(
  from: Omit<Space, 'characters'> & { readonly ids: readonly string[] },
  rows: readonly number[],
  characters: number,
): NamedSpace {
  const { dimension } = from;
  const vectors = new Float32Array(rows.length * dimension);
  rows.forEach((at, index) => {
    vectors.set(from.vectors.subarray(at * dimension, (at + 1) * dimension), index * dimension);
  });
  return {
    count: rows.length,
    dimension,
    characters,
    ids: rows.map((at) => from.ids[at]!),
    vectors,
    seconds: Float64Array.from(rows, (at) => from.seconds[at]!),
    labels: Int32Array.from(rows, (at) => from.labels[at]!),
    weights: Float64Array.from(rows, (at) => from.weights[at]!),
    certain: Uint8Array.from(rows, (at) => from.certain[at]!),
  };
}

/** Compares settings on held-out labels; the plainest stays unless another is better by more than its standard error. */
function chooseSettings(
  full: NamedSpace,
  options: VoiceOptions,
): { settings: Settings; report: AdaptationReport } {
  const rows = evenly(full.count, MOST_COMPARED);
  const space = rows.length < full.count ? select(full, rows, full.characters) : full;
  const plain: Settings = { shrinkage: 1, prototypes: 1 };
  const enough = space.count >= 30 && space.characters >= 2;
  const base = enough ? heldOut(space, plain, options.strangers) : new Float64Array(0);
  let best = { settings: plain, values: base };
  const report = { used: false, shrinkage: 1, without: meanOf(base), with: meanOf(base), standardError: 0 };
  if (enough && options.adaptation !== 'off') {
    const tried = SHRINKAGES.map((shrinkage) => {
      const values = heldOut(space, { ...plain, shrinkage }, options.strangers);
      return { settings: { ...plain, shrinkage }, values, ...gain(base, values) };
    });
    const top = tried.reduce((a, b) => (b.mean > a.mean ? b : a));
    Object.assign(report, {
      shrinkage: top.settings.shrinkage,
      with: meanOf(top.values),
      standardError: top.standardError,
    });
    if (options.adaptation === 'on' || top.mean > 0.5 * top.standardError) best = top;
  }
  for (let prototypes = 2; enough && prototypes <= options.prototypes; prototypes += 1) {
    const settings = { ...best.settings, prototypes };
    const values = heldOut(space, settings, options.strangers);
    const { mean, standardError } = gain(best.values, values);
    if (mean > standardError) best = { settings, values };
  }
  return { settings: best.settings, report };
}

const meanOf = (values: Float64Array): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Scores of labelled utterances, evenly chosen, against voices from which their own contribution was taken away. */
function leaveOneOut(space: Space, fit: Fit): Trials {
  const size = space.characters + 1;
  const rows = evenly(space.count, MOST_TRIALS);
  const scores = new Float64Array(rows.length * size);
  const score = makeScorer(fit.voices);
  rows.forEach((at, index) => {
    const own = fit.members[at];
    score(space.vectors, at * space.dimension, space.seconds[at]!, own, scores, index * size);
  });
  return {
    count: rows.length,
    characters: space.characters,
    scores,
    seconds: Float64Array.from(rows, (at) => space.seconds[at]!),
    labels: Int32Array.from(rows, (at) => space.labels[at]!),
  };
}

/** At most `most` of the first `count` numbers, evenly spread. */
function evenly(count: number, most: number): number[] {
  const step = Math.max(1, count / most);
  return Array.from({ length: Math.floor(count / step) }, (_, index) => Math.floor(index * step));
}

function countsOf(
  space: Space,
  fit: Fit,
  character: number,
): { utterances: number; seconds: number; trimmed: number } {
  let [utterances, seconds, trimmed] = [0, 0, 0];
  for (let at = 0; at < space.count; at += 1) {
    if (space.labels[at] !== character || space.weights[at] === 0) continue;
    if (fit.members[at]) {
      utterances += 1;
      seconds += space.seconds[at]!;
    } else {
      trimmed += 1;
    }
  }
  return { utterances, seconds: Math.round(seconds * 1000) / 1000, trimmed };
}

/** False accepts and rejects at a threshold; labels count by the probability that they are right. */
function operatingPoint(
  trials: Trials,
  logPriors: Float64Array,
  calibration: Calibration,
  threshold: number,
): OperatingPoint {
  const size = trials.characters + 1;
  const odds = new Float64Array(size);
  let [genuine, rejected, accepted, named, wrong] = [0, 0, 0, 0, 0];
  const best = () => {
    let top = 0;
    for (let character = 1; character < trials.characters; character += 1)
      if (odds[character]! > odds[top]!) top = character;
    return top;
  };
  for (let at = 0; at < trials.count; at += 1) {
    const label = trials.labels[at]!;
    posterior(trials.scores, at * size, trials.seconds[at]!, logPriors, calibration, odds);
    const trust = labelRight(odds[label]!, calibration.labelNoise, trials.characters);
    const top = best();
    genuine += trust;
    if (top !== label || odds[top]! < threshold) rejected += trust;
    if (odds[top]! >= threshold) {
      named += 1;
      if (top !== label) wrong += 1;
    }
    posterior(trials.scores, at * size, trials.seconds[at]!, logPriors, calibration, odds, label);
    if (odds[best()]! >= threshold) accepted += trust;
  }
  const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : 0);
  return {
    threshold,
    falseAccepts: share(accepted, genuine),
    falseRejects: share(rejected, genuine),
    wrong: share(wrong, named),
  };
}
