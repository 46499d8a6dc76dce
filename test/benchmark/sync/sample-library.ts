import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refineBoundaries } from '../../../main/alignment/boundaries.ts';
import { applySync, estimateSync } from '../../../main/alignment/sync.ts';
import { readSubtitles } from '../../../main/text/index.ts';
import { decode, listen } from './listen.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');

interface TrueUtterance {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly cue: number | null;
  readonly part: number | null;
}

interface TrueEpisode {
  readonly media: string;
  readonly subtitles: string;
  readonly offsetSeconds: number;
  readonly utterances: readonly TrueUtterance[];
}

export interface SampleScore {
  readonly episode: string;
  readonly belongs: boolean;
  /** Found less true offset, ms. */
  readonly offsetError: number;
  readonly rate: number;
  /** Absolute errors of starts and ends, ms, ascending. */
  readonly errors: readonly number[];
}

/** Sync and boundaries of the sample library against its truth; the parts of cues are taken from the truth. */
export async function scoreSampleLibrary(ffmpeg: string): Promise<SampleScore[]> {
  const scores: SampleScore[] = [];
  for (const name of ['s01e01', 's01e02']) {
    const file = join(fixtures, 'library-truth', `${name}.json`);
    if (!existsSync(file)) continue;
    const truth = JSON.parse(readFileSync(file, 'utf8')) as TrueEpisode;
    const path = join(fixtures, 'library', truth.subtitles);
    const subtitles = readSubtitles(readFileSync(path), path);
    const { speech, energy } = await listen(decode(join(fixtures, 'library', truth.media), ffmpeg));
    const spoken = subtitles.cues.filter((cue) => cue.parts.some((part) => part.kind === 'speech'));
    const sync = estimateSync(spoken, speech);
    const known = truth.utterances.filter(({ cue }) => cue !== null);
    const items = known.map((utterance) => {
      const cue = subtitles.cues[utterance.cue! - 1]!;
      const [start, end] = [applySync(sync, cue.start) * 16, applySync(sync, cue.end) * 16];
      return { start, end, cue: utterance.cue!, part: utterance.part!, length: utterance.text.length };
    });
    const spans = refineBoundaries(items, speech, energy);
    const errors = spans.flatMap((span, i) => [
      Math.abs(span.start / 16 - known[i]!.start * 1000),
      Math.abs(span.end / 16 - known[i]!.end * 1000),
    ]);
    scores.push({
      episode: name,
      belongs: sync.belongs,
      offsetError: sync.pieces[0]!.offset - truth.offsetSeconds * 1000,
      rate: sync.pieces[0]!.rate,
      errors: errors.sort((a, b) => a - b),
    });
  }
  return scores;
}
