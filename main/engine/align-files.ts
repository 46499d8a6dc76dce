import { applySync, estimateSync } from '../alignment/sync.ts';
import { type AlignedPart, millisecondsToSeconds, type Sync, samplesToSeconds } from '../model/index.ts';
import { readScript, readSubtitles } from '../text/index.ts';
import { alignText } from './align-text.ts';
import { readTextFile } from './episode-texts.ts';
import { listenTo } from './listen.ts';
import { mediaSpans, spokenCues } from './media-times.ts';

export interface AlignRequest {
  readonly subtitles: string;
  readonly script: string;
  readonly media?: string;
  readonly signal: AbortSignal;
}

/** What `rolecall align --json` prints, with the readers' warnings beside it. Times in seconds. */
export interface AlignOutput {
  readonly utterances: (Pick<AlignedPart, 'cue' | 'part' | 'text' | 'speaker' | 'confidence' | 'state'> & {
    readonly start: number;
    readonly end: number;
  })[];
  readonly unmatchedLines: { line: number; speaker: string; text: string; afterCue: number }[];
  readonly sync: {
    /** False where the subtitles are not of this media: the times are then as the subtitles give them. */
    readonly belongs: boolean;
    readonly offset: number;
    readonly rate: number;
    /** Where another offset begins, in subtitle time. */
    readonly cuts: { at: number; offset: number; rate: number }[];
  };
  readonly warnings: string[];
}

/**
 * Gives the cues of one subtitle file the speakers of one script; with a media file also its times.
 * Keeps nothing.
 *
 * @throws RolecallError naming the file that cannot be used
 */
export async function alignFiles(request: AlignRequest): Promise<AlignOutput> {
  const subtitles = readSubtitles(await readTextFile(request.subtitles), request.subtitles);
  const script = readScript(await readTextFile(request.script), request.script);
  const alignment = alignText(subtitles, script);
  const audio = request.media === undefined ? null : await listenTo(request.media, request);
  const sync = audio === null ? UNCORRECTED : estimateSync(spokenCues(subtitles), audio.activity);
  const spans =
    audio === null || !sync.belongs
      ? alignment.parts.map(({ start, end }) => ({
          start: millisecondsToSeconds(applySync(sync, start)),
          end: millisecondsToSeconds(applySync(sync, end)),
        }))
      : mediaSpans(alignment, sync, audio).map(({ start, end }) => ({
          start: samplesToSeconds(start),
          end: samplesToSeconds(end),
        }));
  return {
    utterances: alignment.parts.map(({ cue, part, text, speaker, confidence, state }, index) => ({
      cue,
      part,
      start: spans[index]?.start ?? 0,
      end: spans[index]?.end ?? 0,
      text,
      speaker,
      confidence,
      state,
    })),
    unmatchedLines: alignment.unmatchedLines.map((line) => ({ ...line })),
    sync: describeSync(sync),
    warnings: [
      ...inWords(request.subtitles, subtitles.warnings),
      ...inWords(request.script, script.warnings),
      ...(sync.belongs ? [] : [`${request.subtitles}: these subtitles do not belong to ${request.media}.`]),
    ],
  };
}

const UNCORRECTED: Sync = {
  belongs: true,
  pieces: [{ fromSubtitle: 0, offset: 0, rate: 1 }],
  evidence: { agreement: 0, agreementBefore: 0, score: 0 },
};

function describeSync({ belongs, pieces }: Sync): AlignOutput['sync'] {
  const [first, ...cuts] = pieces;
  return {
    belongs,
    offset: millisecondsToSeconds(first?.offset ?? 0),
    rate: first?.rate ?? 1,
    cuts: cuts.map((piece) => ({
      at: millisecondsToSeconds(piece.fromSubtitle),
      offset: millisecondsToSeconds(piece.offset),
      rate: piece.rate,
    })),
  };
}

const inWords = (
  file: string,
  warnings: readonly { readonly message: string; readonly place?: { readonly line: number } }[],
): string[] =>
  warnings.map(({ message, place }) => `${file}${place ? `, line ${place.line}` : ''}: ${message}`);
