import { open, stat } from 'node:fs/promises';
import { RolecallError } from '../model/errors.ts';

/**
 * The containers that are opened, by the names of ffmpeg's readers. Left out are all that open further files
 * or addresses (concat, hls, dash, sdp, image2, lavfi, playlists) and those that no episode comes in.
 */
const FORMATS = [
  'matroska',
  'webm',
  'mov',
  'mp4',
  'm4a',
  '3gp',
  '3g2',
  'mj2',
  'avi',
  'asf',
  'flv',
  'mpegts',
  'mpeg',
  'mp3',
  'aac',
  'ac3',
  'eac3',
  'dts',
  'ogg',
  'flac',
  'wav',
  'w64',
  'aiff',
  'caf',
  'au',
  'amr',
  'wv',
  'ape',
  'tta',
  'rm',
  'mxf',
  'nut',
  'gsm',
]; // prettier-ignore

/** Arguments that open a user's file and nothing else, whatever its name looks like. */
export const inputArguments = (file: string): string[] => [
  '-protocol_whitelist',
  'file',
  '-format_whitelist',
  FORMATS.join(','),
  '-i',
  `file:${file}`,
];

export const inputError = (file: string, message: string, remedy: string, place?: string): RolecallError =>
  new RolecallError({ kind: 'input', message, remedy, file, ...(place === undefined ? {} : { place }) });

/**
 * The size in bytes of a file that can be read.
 * @throws RolecallError `input`: missing, a folder, a pipe or device, empty, not allowed.
 */
export async function requireFile(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw inputError(file, 'This is a folder.', 'Name a media file.');
    if (!found.isFile()) {
      throw inputError(
        file,
        'This is no ordinary file but a pipe, socket or device.',
        'Copy its content into a file.',
      );
    }
    if (found.size === 0)
      throw inputError(file, 'The file is empty.', 'Copy it again from where it came from.');
    await (await open(file, 'r')).close();
    return found.size;
  } catch (error) {
    if (error instanceof RolecallError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw inputError(
        file,
        'The file is missing.',
        'Put it back, or scan again so that the project forgets it.',
      );
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw inputError(file, 'The file may not be read.', 'Give yourself the right to read it.');
    }
    throw inputError(file, `The file cannot be opened (${message}).`, 'Check the disk it is on.');
  }
}
