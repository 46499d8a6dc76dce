import { inputArguments, inputError, requireFile } from './input-file.ts';
import { probe } from './probe.ts';
import { runTool } from './tool-process.ts';
import { findTools, type Tools } from './tools.ts';

/** Subtitles of the longest films are below a megabyte; styled ones with fonts are not asked for. */
const MAXIMUM_BYTES = 64_000_000;

export interface ExtractOptions {
  readonly tools?: Tools | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole file, which must be read to its end. */
  readonly timeLimit?: number | undefined;
}

/**
 * The bytes of a subtitle track inside a media file, in UTF-8: ASS tracks as ASS, all other text as SRT.
 * @param track ordinal among the subtitle tracks, from 0
 * @throws RolecallError `input` where there is no such track or it holds pictures
 */
export async function extractSubtitles(
  file: string,
  track: number,
  { tools, signal, timeLimit = 600_000 }: ExtractOptions = {},
): Promise<Uint8Array> {
  const found = tools ?? (await findTools());
  await requireFile(file);
  const info = await probe(file, { tools: found, signal, needsAudio: false });
  const stream = info.subtitles[track];
  const place = `subtitle track ${track}`;
  if (stream === undefined) {
    throw inputError(
      file,
      `There is no such track: the media has ${info.subtitles.length} subtitle tracks.`,
      'Scan again, or choose a subtitle file by hand.',
      place,
    );
  }
  if (!stream.isText) {
    throw inputError(
      file,
      `The track holds pictures of text (${stream.codec}), which cannot be read.`,
      'Choose a subtitle file with text (SRT, VTT or ASS) by hand.',
      place,
    );
  }
  const format = stream.codec === 'ass' || stream.codec === 'ssa' ? 'ass' : 'srt';
  const { code, stdout, stderr } = await runTool(
    found.ffmpeg.path,
    [
      ...['-v', 'error', '-hide_banner', '-nostdin'],
      ...inputArguments(file),
      ...['-map', `0:s:${track}`, '-c:s', format === 'ass' ? 'copy' : 'srt', '-f', format, 'pipe:1'],
    ],
    { signal, timeLimit, file, maximumBytes: MAXIMUM_BYTES },
  );
  if (code === 0 && stdout.length > 0) return stdout;
  throw inputError(
    file,
    `The track cannot be read${stderr ? ` (${stderr.trim().split('\n')[0]!.slice(0, 200)})` : ''}.`,
    'Choose a subtitle file by hand.',
    place,
  );
}
