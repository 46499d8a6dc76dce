import type { Anchor } from './anchors.ts';
import type { AlignmentLine } from './input.ts';

/** Words of unique runs that must say together that a scene stands elsewhere. */
const LEAST_EVIDENCE = 12;
/** They must outweigh by so much the words that say it stands where the script has it. */
const OUTWEIGHS = 2;
/** Shorter runs are unique by chance too often. */
const SHORTEST_RUN = 3;

interface Scene {
  readonly lines: AlignmentLine[];
  /** Runs that fit the script's order, and those that do not. */
  readonly inOrder: Anchor[];
  readonly moved: Anchor[];
}

/**
 * The lines with their scenes in the order in which the subtitles have them, where another edit of the episode
 * changed it; null where nothing moved. A scene moves when the unique runs of words outside the chain that lie
 * together in the subtitles outweigh those inside. Scenes that nothing is known of stay behind the scene before.
 */
export function orderScenes(
  lines: readonly AlignmentLine[],
  lineOf: Int32Array,
  anchors: readonly Anchor[],
  chain: readonly Anchor[],
): AlignmentLine[] | null {
  const scenes: Scene[] = [];
  const sceneOf = lines.map((line, index) => {
    const goesOn = index > 0 && lines[index - 1]!.scene === line.scene;
    if (!goesOn) scenes.push({ lines: [], inOrder: [], moved: [] });
    scenes.at(-1)!.lines.push(line);
    return scenes.at(-1)!;
  });
  const chained = new Set(chain);
  for (const anchor of anchors) {
    const scene = sceneOf[lineOf[anchor.script]!]!;
    if (chained.has(anchor)) scene.inOrder.push(anchor);
    else if (anchor.length >= SHORTEST_RUN) scene.moved.push(anchor);
  }
  let place = Number.NEGATIVE_INFINITY;
  let anyMoved = false;
  const placed = scenes.map((scene, index) => {
    const target = movedTo(scene);
    if (target !== null) {
      anyMoved = true;
      return { scene, place: target, index };
    }
    if (scene.inOrder.length > 0) place = Math.max(place, middle(scene.inOrder));
    return { scene, place, index };
  });
  if (!anyMoved) return null;
  return placed
    .sort((a, b) => (a.place === b.place ? a.index - b.index : a.place - b.place))
    .flatMap(({ scene }) => scene.lines);
}

/** Cue word in the middle of a moved scene; null for one that stays. */
function movedTo(scene: Scene): number | null {
  if (weigh(scene.moved) < LEAST_EVIDENCE) return null;
  const centre = middle(scene.moved);
  const words = scene.lines.reduce((sum, line) => sum + line.words.length, 0);
  const together = scene.moved.filter((anchor) => Math.abs(anchor.cue - centre) <= words);
  const evidence = weigh(together);
  return evidence >= LEAST_EVIDENCE && evidence > OUTWEIGHS * weigh(scene.inOrder) ? middle(together) : null;
}

const weigh = (anchors: readonly Anchor[]): number => anchors.reduce((sum, { length }) => sum + length, 0);

/** Median of the cue words of anchors in order of the cues, weighted by length. */
function middle(anchors: readonly Anchor[]): number {
  const half = weigh(anchors) / 2;
  let sum = 0;
  for (const anchor of anchors) {
    sum += anchor.length;
    if (sum >= half) return anchor.cue;
  }
  return 0;
}
