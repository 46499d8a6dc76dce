import {
  BEDS,
  clipped,
  inRoom,
  mixed,
  music,
  NOISES,
  narrow,
  noise,
  overTelephone,
  room,
  withDropouts,
  withinScale,
  withSecondVoice,
} from '../../helpers/degrade.ts';
import { seededRandom } from '../voice/random.ts';
import type { Piece } from './pieces.ts';

/** One piece of speech made worse in one way, and how much. */
export interface Case {
  readonly piece: Piece;
  readonly kind:
    | 'clean'
    | 'noise'
    | 'music'
    | 'second voice'
    | 'room'
    | 'clipping'
    | 'dropouts'
    | 'telephone'
    | '8 kHz';
  /** What was done, in words: the kind of noise or music, the level. */
  readonly detail: string;
  /** Decibels, seconds or a share, as the kind has it. */
  readonly truth: number;
  readonly sound: Float32Array;
}

const pick = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)]!;

/** Every piece in every way once, at amounts drawn by chance. */
export function degradeAll(pieces: readonly Piece[], seed: number): Case[] {
  const random = seededRandom(seed);
  const cases: Case[] = [];
  for (const piece of pieces) {
    const { clean } = piece;
    const add = (kind: Case['kind'], detail: string, truth: number, sound: Float32Array): void => {
      cases.push({ piece, kind, detail, truth, sound });
    };
    add('clean', '', 0, clean);
    for (const decibels of [0, 5, 10, 15, 20, 25, 30]) {
      const kind = pick(NOISES, random);
      add('noise', kind, decibels, mixed(clean, noise(clean.length, kind, random), decibels));
    }
    for (const kind of BEDS) {
      const decibels = pick([0, 5, 10, 15, 20], random);
      add('music', kind, decibels, mixed(clean, music(clean.length, kind, random), decibels));
    }
    const others = pieces.filter(({ voice }) => voice !== piece.voice);
    for (const decibels of [0, 5, 10]) {
      const other = pick(others, random).clean;
      const share = pick([0.5, 1], random);
      add('second voice', `${decibels} dB`, decibels, withSecondVoice(clean, other, share, decibels, random));
    }
    const { response, t60 } = room(0.15 + 0.85 * random(), random);
    add('room', '', t60, inRoom(clean, response));
    const share = pick([0.003, 0.01, 0.03, 0.1], random);
    add('clipping', `${share * 100}%`, share, clipped(clean, share, 0.2 + 0.79 * random()));
    const { sound, lost } = withDropouts(clean, pick([0.01, 0.03, 0.1, 0.2], random), random);
    if (lost > 0) add('dropouts', '', lost, sound);
    add('telephone', '', 1, overTelephone(clean));
    add('8 kHz', '', 1, withinScale(narrow(clean)));
  }
  return cases;
}

/** Spans of the same length as the piece's that begin or end inside a word, and those that do not. */
export interface EdgeCase {
  readonly piece: Piece;
  readonly at: number;
  readonly cut: boolean;
}

/** Places in the middle of the speech of each recording, and the pauses that it was cut at. */
export function edgeCases(pieces: readonly Piece[], seed: number): EdgeCase[] {
  const random = seededRandom(seed);
  return pieces.flatMap((piece): EdgeCase[] => {
    const { span, energy } = piece;
    const frames = energy.decibels.subarray(span.start / 160, span.end / 160);
    const loud = [...frames.keys()].filter((at) => at > 20 && at < frames.length - 20);
    const sorted = Float32Array.from(frames).sort();
    const median = sorted[Math.floor(sorted.length * 0.6)]!;
    // Inside a word: 60 ms on either side that stay in the upper half of the levels.
    const inside = loud.filter((at) => frames.subarray(at - 6, at + 7).every((level) => level > median - 8));
    const pause = { piece, at: span.start, cut: false };
    if (inside.length === 0) return span.start > 0 ? [pause] : [];
    const cut = { piece, at: span.start + pick(inside, random) * 160, cut: true };
    return span.start > 0 ? [pause, cut] : [cut];
  });
}
