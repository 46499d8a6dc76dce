import { applySync } from '../alignment/sync.ts';
import type { TextLanes } from '../contract/index.ts';
import { type Episode, millisecondsToSamples } from '../model/index.ts';
import { getEpisodeSync, listScriptLines, listUtterances, madeFrom } from '../store/index.ts';
import { readSubtitles } from '../text/index.ts';
import { hashOfText, subtitleBytes } from './episode-texts.ts';
import type { Project } from './project.ts';

/**
 * Cues and script lines of an episode with their times in the media: cues shifted as the run found them to lie, each
 * line where its words were found. Without cues where there are no subtitles any more, no run has been, or the subtitles
 * are not those of the last run: where those lie, only the next run can tell.
 */
export async function textLanesOf(
  project: Project,
  episode: Episode,
  signal: AbortSignal,
): Promise<TextLanes> {
  return { ...(await cuesOf(project, episode, signal)), lines: linesOf(project, episode.id) };
}

async function cuesOf(
  project: Project,
  episode: Episode,
  signal: AbortSignal,
): Promise<Pick<TextLanes, 'subtitles' | 'cues'>> {
  const sync = getEpisodeSync(project.database, episode.id);
  const read = sync === null ? null : await subtitleBytes(episode, { signal }).catch(() => null);
  if (sync === null || read === null || !isAsRun(project, episode, read.bytes))
    return { subtitles: null, cues: [] };
  const place = (milliseconds: number): number =>
    Math.max(0, millisecondsToSamples(applySync(sync, milliseconds)));
  const cues = readSubtitles(read.bytes, read.file)
    .cues.map(({ ordinal, start, end, parts }) => ({
      ordinal,
      start: place(start),
      end: place(end),
      text: parts.map(({ text }) => text).join(' '),
    }))
    .sort((a, b) => a.start - b.start);
  return { subtitles: read.file, cues };
}

function isAsRun({ database }: Project, { id, subtitles }: Episode, bytes: Uint8Array): boolean {
  const then = madeFrom(database, id)?.['subtitles'];
  // Results of older versions do not say what they were made from.
  if (then === undefined) return true;
  return then === (subtitles?.startsWith('embedded:') ? subtitles : hashOfText(bytes));
}

function linesOf(project: Project, episode: string): TextLanes['lines'] {
  const { database } = project;
  const spans = new Map<number, { start: number; end: number }>();
  for (const { start, end, witnesses } of listUtterances(database, episode)) {
    if (end <= start) continue;
    for (const line of witnesses.script?.lines ?? []) {
      const known = spans.get(line);
      spans.set(line, {
        start: Math.min(start, known?.start ?? start),
        end: Math.max(end, known?.end ?? end),
      });
    }
  }
  return listScriptLines(database, episode, 0, Number.MAX_SAFE_INTEGER)
    .flatMap(({ ordinal, speakerLabel, text }) => {
      const span = spans.get(ordinal);
      return span === undefined ? [] : [{ ...span, speakerLabel, text }];
    })
    .sort((a, b) => a.start - b.start);
}
