import { join } from 'node:path';
import { MEDIA_FILES, type MediaKind } from '../contract/messages.ts';

/** The requested bytes of a file of `size` bytes, both ends included; null where none can be served. */
export function parseRange(
  header: string | null,
  size: number,
): { first: number; last: number } | 'whole' | null {
  if (header === null) return 'whole';
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (match === null) return 'whole';
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first >= size || first > last ? null : { first, last };
}

/** The cache file that an address names, or null where it names nothing that may be read. */
export function fileOf(address: string, project: string | null): { file: string; kind: MediaKind } | null {
  if (project === null) return null;
  const url = new URL(address);
  const [episode = '', kind = '', ...rest] = url.pathname.slice(1).split('/').map(decoded);
  // Ids are made by the scan from these characters only: nothing else can leave the folder.
  if (url.host !== 'episode' || rest.length > 0 || !/^[\p{L}\p{N}_-]+$/u.test(episode)) return null;
  if (!Object.hasOwn(MEDIA_FILES, kind)) return null;
  const known = kind as MediaKind;
  return { file: join(project, 'cache', episode, MEDIA_FILES[known]), kind: known };
}

/** A part of an address; what cannot be decoded names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
