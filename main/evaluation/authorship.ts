import { seededRandom, shuffled } from './statistics.ts';
import { describeFeature, styleFeatures } from './style-features.ts';

export interface CharacterLine {
  readonly character: string;
  readonly text: string;
}

/** A character with fewer lines has no model of its own and counts as one of the others. */
export const LEAST_LINES = 40;
/** Everybody without a model of their own. */
const REST = '';

const OPTIONS = {
  /** Lines of one training document: near the size of what is scored later. */
  group: 10,
  /** How often the lines are dealt into documents anew. */
  deals: 3,
  /** A feature seen less often in training says more of the episode than of the character. */
  leastSeen: 3,
  ridge: 1e-3,
  steps: 120,
} as const;

interface Vector {
  readonly places: Int32Array;
  readonly values: Float64Array;
}

/** Who says what how: made by {@link learnAuthorship}. */
export interface Authorship {
  /** Characters that can be scored. */
  readonly characters: readonly string[];
  /**
   * How much the words of these lines together are this character's and not the others': the character's
   * log-odds minus the mean of the others'. 0 says nothing either way.
   *
   * @throws RangeError where the character has no model
   */
  score(character: string, lines: readonly string[]): number;
  /** What in these lines spoke most for and against the character, strongest first. */
  explain(
    character: string,
    lines: readonly string[],
  ): { readonly feature: string; readonly weight: number }[];
}

/**
 * Learns to tell the characters' words apart: ridge-penalised multinomial logistic regression, as Madigan and
 * others ("Author Identification on the Large Scale", 2005) and Genkin, Lewis and Madigan ("Large-Scale Bayesian
 * Logistic Regression for Text Categorization", 2007) do, over words, neighbouring pairs and pairs with a gap;
 * a document is ten lines of one character, its features weighted log(1 + count) * idf and scaled to length one.
 *
 * @param lines of episodes that nothing scored later may come from
 * @returns null where fewer than two sides have enough lines
 */
export function learnAuthorship(lines: readonly CharacterLine[]): Authorship | null {
  const byCharacter = Map.groupBy(lines, (line) => line.character);
  const characters = [...byCharacter].filter(([, own]) => own.length >= LEAST_LINES).map(([name]) => name);
  characters.sort();
  const rest = lines.filter((line) => !characters.includes(line.character));
  const classes = rest.length >= LEAST_LINES ? [...characters, REST] : characters;
  if (classes.length < 2) return null;
  const features = new Features(lines);
  const random = seededRandom(7);
  const documents = classes.flatMap((name, class_) => {
    const own = (name === REST ? rest : (byCharacter.get(name) ?? [])).map((line) => line.text);
    const groups = deal(own, random);
    return groups.map((group) => ({
      class_,
      weight: 1 / (groups.length * classes.length),
      vector: features.vector(features.count(group)),
    }));
  });
  const weights = fitWeights(documents, classes.length, features.size);
  const strengths = ({ places, values }: Vector): Float64Array =>
    Float64Array.from(weights, (row) => {
      let sum = 0;
      for (let at = 0; at < places.length; at += 1) sum += row[places[at]!]! * values[at]!;
      return sum;
    });
  const classOf = (character: string): number => {
    const found = characters.indexOf(character);
    if (found < 0) throw new RangeError(`No words of ${character} were learnt`);
    return found;
  };
  return {
    characters,
    score(character, given) {
      return margin(strengths(features.vector(features.count(given))), classOf(character));
    },
    explain(character, given) {
      const class_ = classOf(character);
      const { places, values } = features.vector(features.count(given));
      return [...places]
        .map((place, at) => ({
          feature: describeFeature(features.names[place] as string),
          weight:
            values[at]! *
            margin(
              Float64Array.from(weights, (row) => row[place]!),
              class_,
            ),
        }))
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
    },
  };
}

function margin(strengths: Float64Array, class_: number): number {
  const own = strengths[class_]!;
  const all = strengths.reduce((sum, value) => sum + value, 0);
  return own - (all - own) / (strengths.length - 1);
}

/** Lines dealt into documents, several times; the last document of a deal may be up to half as long again. */
function deal(lines: readonly string[], random: () => number): string[][] {
  const groups = Math.max(1, Math.round(lines.length / OPTIONS.group));
  return Array.from({ length: OPTIONS.deals }, () => shuffled(lines, random)).flatMap((order) =>
    Array.from({ length: groups }, (_, group) => order.filter((_line, at) => at % groups === group)),
  );
}

/** The features of the training lines and how rare each is. */
class Features {
  readonly names: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #rarity: Float64Array;

  constructor(lines: readonly CharacterLine[]) {
    const seen = new Map<string, number>();
    const linesWith = new Map<string, number>();
    for (const { text } of lines) {
      const all = styleFeatures(text);
      for (const feature of all) seen.set(feature, (seen.get(feature) ?? 0) + 1);
      for (const feature of new Set(all)) linesWith.set(feature, (linesWith.get(feature) ?? 0) + 1);
    }
    this.names = [...seen].filter(([, count]) => count >= OPTIONS.leastSeen).map(([feature]) => feature);
    this.#places = new Map(this.names.map((feature, place) => [feature, place]));
    this.#rarity = Float64Array.from(
      this.names,
      (feature) => Math.log((lines.length + 1) / ((linesWith.get(feature) ?? 0) + 1)) + 1,
    );
  }

  get size(): number {
    return this.names.length;
  }

  count(lines: readonly string[]): Map<number, number> {
    const counts = new Map<number, number>();
    for (const line of lines) {
      for (const feature of styleFeatures(line)) {
        const place = this.#places.get(feature);
        if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
      }
    }
    return counts;
  }

  vector(counts: ReadonlyMap<number, number>): Vector {
    const places = Int32Array.from(counts.keys());
    const values = Float64Array.from(counts, ([place, count]) => Math.log1p(count) * this.#rarity[place]!);
    const length = Math.hypot(...values) || 1;
    return { places, values: values.map((value) => value / length) };
  }
}

interface Document {
  readonly class_: number;
  readonly weight: number;
  readonly vector: Vector;
}

/**
 * Accelerated gradient descent (Nesterov) on the mean log-loss plus the ridge; every class weighs the same. With
 * vectors of length one the loss has a curvature of at most 1/2 per unit of weight, hence the step.
 */
function fitWeights(documents: readonly Document[], classes: number, size: number): Float64Array[] {
  const step = 2;
  const rows = (): Float64Array[] => Array.from({ length: classes }, () => new Float64Array(size));
  const weights = rows();
  const ahead = rows();
  const gradient = rows();
  const odds = new Float64Array(classes);
  for (let round = 0; round < OPTIONS.steps; round += 1) {
    for (const row of gradient) row.fill(0);
    for (const { class_, weight, vector } of documents) {
      const { places, values } = vector;
      let most = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < classes; k += 1) {
        const row = ahead[k]!;
        let sum = 0;
        for (let at = 0; at < places.length; at += 1) sum += row[places[at]!]! * values[at]!;
        odds[k] = sum;
        if (sum > most) most = sum;
      }
      let total = 0;
      for (let k = 0; k < classes; k += 1) {
        odds[k] = Math.exp(odds[k]! - most);
        total += odds[k]!;
      }
      for (let k = 0; k < classes; k += 1) {
        const error = (odds[k]! / total - (k === class_ ? 1 : 0)) * weight;
        const row = gradient[k]!;
        for (let at = 0; at < places.length; at += 1) row[places[at]!]! += error * values[at]!;
      }
    }
    const momentum = round / (round + 3);
    for (let k = 0; k < classes; k += 1) {
      const now = weights[k]!;
      const next = ahead[k]!;
      const slope = gradient[k]!;
      for (let place = 0; place < size; place += 1) {
        const moved = next[place]! - step * (slope[place]! + OPTIONS.ridge * next[place]!);
        next[place] = moved + momentum * (moved - now[place]!);
        now[place] = moved;
      }
    }
  }
  return weights;
}
