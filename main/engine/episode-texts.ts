import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extractSubtitles } from '../media/index.ts';
import { type Episode, RolecallError, type Script, type Subtitles } from '../model/index.ts';
import { readScript, readSubtitles } from '../text/index.ts';

/** Files larger than this hold no subtitles or script: they are refused unread. */
const LARGEST_TEXT_BYTES = 64 * 1024 * 1024;

/** The bytes of a text file of the user. @throws RolecallError kind `input` naming the file */
export async function readTextFile(file: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(file);
    if (bytes.length <= LARGEST_TEXT_BYTES) return bytes;
  } catch (cause) {
    throw new RolecallError({
      kind: 'input',
      message: `The file cannot be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      remedy: 'Put it back, or pair the episode with another file.',
      file,
      cause,
    });
  }
  throw new RolecallError({
    kind: 'input',
    message: 'The file is larger than any script or subtitle file.',
    remedy: 'Pair the episode with a text file.',
    file,
  });
}

/** What tells one text file from another in what an episode was made from: its SHA-256. */
export const hashOfText = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const EMBEDDED = /^embedded:(\d+)$/;

/** The bytes of an episode's subtitles: a file, or a track inside the media. */
export async function subtitleBytes(
  episode: Episode,
  options: { readonly signal: AbortSignal },
): Promise<{ readonly bytes: Uint8Array; readonly file: string }> {
  if (episode.subtitles === null) {
    throw new RolecallError({
      kind: 'input',
      message: 'The episode has no subtitles, so nothing says when its lines are spoken.',
      remedy: 'Put a subtitle file with the same name beside it and scan again, or choose one by hand.',
      file: episode.media,
    });
  }
  const track = EMBEDDED.exec(episode.subtitles)?.[1];
  if (track === undefined) return { bytes: await readTextFile(episode.subtitles), file: episode.subtitles };
  const bytes = await extractSubtitles(episode.media, Number(track), options);
  return { bytes, file: `${episode.media} (subtitle track ${track})` };
}

/** Subtitles and script of an episode; the script is null where there is none. */
export async function readTexts(
  episode: Episode,
  options: { readonly signal: AbortSignal },
): Promise<{ readonly subtitles: Subtitles; readonly script: Script | null }> {
  const { bytes, file } = await subtitleBytes(episode, options);
  const subtitles = readSubtitles(bytes, file);
  const script =
    episode.script === null ? null : readScript(await readTextFile(episode.script), episode.script);
  return { subtitles, script };
}
