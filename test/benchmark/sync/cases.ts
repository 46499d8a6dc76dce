import type { TimedCue } from '../../../main/alignment/sync.ts';
import type { SyncPiece } from '../../../main/model/index.ts';
import type { BuiltEpisode } from './episodes.ts';
import type { Random } from './random.ts';
import { seeded } from './random.ts';

/** A place where subtitles and media part: between the subtitle times `after` and `before` (ms) nothing tells where. */
export interface TrueCut {
  readonly after: number;
  readonly before: number;
}

export interface SyncCase {
  readonly cues: readonly TimedCue[];
  readonly pieces: readonly SyncPiece[];
  readonly cuts: readonly TrueCut[];
  readonly description: string;
}

const RATES = [
  ['1', 1],
  ['25/24', 25 / 24],
  ['24/25', 24 / 25],
  ['25/23.976', (25 * 1001) / 24_000],
  ['23.976/25', 24_000 / (25 * 1001)],
  ['24/23.976', 1.001],
  ['23.976/24', 1 / 1.001],
  ['29.97/25', 30_000 / (1001 * 25)],
  ['25/29.97', (25 * 1001) / 30_000],
  ['29.97/23.976', 1.25],
  ['23.976/29.97', 0.8],
] as const;

function chooseRate(random: Random): readonly [string, number] {
  const kind = random.next();
  if (kind < 0.35) return RATES[0];
  if (kind < 0.7) return random.pick(RATES);
  const drift = random.between(0.95, 1.05);
  return [drift.toFixed(5), drift];
}

export interface CaseShape {
  /** Jitter of each cue edge in ms: the bound of a uniform one, the spread of a normal one (cut at 2.5 spreads). */
  readonly jitter: number;
  readonly normal: boolean;
  readonly missing: number;
  readonly mostCuts: number;
}

const USUAL: CaseShape = { jitter: 150, normal: false, missing: 0.1, mostCuts: 4 };

/**
 * Subtitles for an episode that somebody else's release would have: another rate, an offset, 0 to 4 cuts (half of
 * them media that the subtitles skip, an advertisement; half of them subtitles whose media is gone, with cues of
 * their own), every cue edge jittered, a tenth of the cues missing.
 */
export function makeCase(episode: BuiltEpisode, seed: number, shape: CaseShape = USUAL): SyncCase {
  for (let tries = 0; ; tries += 1) {
    const made = drawCase(episode, seed + 1_000_003 * tries, shape);
    const fewest = Math.min(...made.spokenCues);
    if (fewest >= FEWEST || tries >= 50) return made;
  }
}

/** Every piece has at least this many cues; a case drawn with fewer is drawn again. */
const FEWEST = 8;

interface DrawnCase extends SyncCase {
  /** Spoken cues of each piece. */
  readonly spokenCues: readonly number[];
}

function drawCase(episode: BuiltEpisode, seed: number, shape: CaseShape): DrawnCase {
  const random = seeded(seed);
  const [rateName, rate] = chooseRate(random);
  const range = random.next() < 0.3 ? 600_000 : random.pick([2000, 10_000, 60_000]);
  const duration = episode.speech.samples / 16;
  // Media before the subtitles' zero has no cues: at least eight minutes are left that have.
  const offset = random.between(-Math.min(range, Math.max(2000, duration - 480_000)), range);
  const first = Math.max(0, -offset * rate);
  const cutCount = random.whole(0, shape.mostCuts);
  const places: number[] = [];
  for (let tries = 0; places.length < cutCount && tries < 200; tries += 1) {
    const at = random.between(first + 45_000, duration - 45_000);
    if (places.every((place) => Math.abs(place - at) > 60_000)) places.push(at);
  }
  places.sort((a, b) => a - b);
  const jitter = (): number =>
    shape.jitter * (shape.normal ? Math.max(-2.5, Math.min(2.5, random.normal())) : random.between(-1, 1));
  const cues: TimedCue[] = [];
  const spokenCues = new Set<TimedCue>();
  const pieces: { fromSubtitle: number; offset: number; rate: number }[] = [
    { fromSubtitle: 0, offset, rate },
  ];
  const cuts: TrueCut[] = [];
  let current = offset;
  let place = 0;
  let skipUntil = -1;
  let lastEnd = 0;
  let open = false;
  let gone = false;
  let lastCuedMedia = 0;
  for (const [index, spoken] of episode.spoken.entries()) {
    const start = spoken.start / 16;
    if (place < places.length && start >= places[place]! && index > 0 && start >= skipUntil) {
      place += 1;
      const length = random.next() < 0.5 ? random.between(1500, 8000) : random.between(8000, 60_000);
      if (random.next() < 0.5) {
        skipUntil = start + length;
        // What the media has more is taken out of the subtitles' time.
        current -= length / rate;
      } else {
        let at = lastEnd + 500;
        const until = start / rate + current + length / rate;
        while (at < until - 2500) {
          const lasting = random.between(900, 2000);
          if (random.next() > shape.missing)
            cues.push({ start: Math.round(at), end: Math.round(at + lasting) });
          at += lasting + random.between(100, 2500);
        }
        current += length / rate;
      }
      if (skipUntil < start) gone = true;
      open = true;
    }
    if (start < skipUntil) continue;
    const from = start / rate + current;
    const to = spoken.end / 16 / rate + current;
    if (open) {
      pieces.push({ fromSubtitle: Math.round(from), offset: current, rate });
      // Where media is gone, its own pause tells where; where subtitles skip, theirs does.
      const mediaPause = (start - lastCuedMedia) / rate;
      cuts.push({ after: gone ? from - mediaPause : lastEnd, before: from });
      open = false;
      gone = false;
    }
    lastEnd = to;
    if (random.next() < shape.missing) continue;
    const begin = from + jitter();
    const cue = { start: Math.round(begin), end: Math.round(Math.max(begin + 200, to + jitter())) };
    cues.push(cue);
    spokenCues.add(cue);
    lastCuedMedia = spoken.end / 16;
  }
  const kept = cues.filter((cue) => cue.start >= 0);
  // A pause without its cues at both sides is as long as they leave it.
  for (const [index, cut] of cuts.entries()) {
    const before = kept.filter((cue) => cue.start < cut.after - 200).at(-1);
    const after = kept.find((cue) => cue.start > cut.before - 300);
    const left = spokenCues.has(before!) ? Math.min(cut.after, before!.end) : cut.after;
    cuts[index] = { after: left, before: Math.max(cut.before, after?.start ?? cut.before) };
  }
  const description = `${episode.name}, rate ${rateName}, offset ${(offset / 1000).toFixed(1)} s, ${cuts.length} cuts`;
  const counts = pieces.map((piece, index) => {
    const until = pieces[index + 1]?.fromSubtitle ?? Number.POSITIVE_INFINITY;
    const from = index === 0 ? 0 : piece.fromSubtitle - 1000;
    return kept.filter((cue) => spokenCues.has(cue) && cue.start >= from && cue.start < until - 1000).length;
  });
  return { cues: kept, pieces, cuts, description, spokenCues: counts };
}
