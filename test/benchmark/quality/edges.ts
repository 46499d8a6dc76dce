import { cutEdges } from '../../../main/speech/edges.ts';
import { activePower } from '../../helpers/degrade.ts';
import type { EdgeCase } from './cases.ts';

type Note = (name: string, value: number) => void;

/** How many edges inside words are found, and how many in pauses are called cut. */
export function judgeEdges(cases: readonly EdgeCase[], note: Note): void {
  const found = { cut: [0, 0], pause: [0, 0] };
  for (const { piece, at, cut } of cases) {
    const loudness = 10 * Math.log10(activePower(piece.clean));
    const span = { start: at, end: Math.max(at + 16_000, piece.span.end) };
    const said = cutEdges(span, piece.activity, piece.energy, loudness, 25);
    const counts = found[cut ? 'cut' : 'pause'];
    counts[0]! += said === 'start' || said === 'both' ? 1 : 0;
    counts[1]! += 1;
  }
  note('edges inside a word that are found', found.cut[0]! / found.cut[1]!);
  note('edges in a pause that are called cut', found.pause[0]! / found.pause[1]!);
}
