import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { protocol } from 'electron';
import { MEDIA_FILES, MEDIA_SCHEME, type MediaKind } from '../contract/messages.ts';

const TYPES: Readonly<Record<MediaKind, string>> = {
  audio: 'audio/ogg',
  peaks: 'application/octet-stream',
  speech: 'application/octet-stream',
};

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
  const [episode = '', kind = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
  // Ids are made by the scan from these characters only: nothing else can leave the folder.
  if (url.host !== 'episode' || rest.length > 0 || !/^[\p{L}\p{N}_-]+$/u.test(episode)) return null;
  if (!Object.hasOwn(MEDIA_FILES, kind)) return null;
  const known = kind as MediaKind;
  return { file: join(project, 'cache', episode, MEDIA_FILES[known]), kind: known };
}

/** Serves listening copies, peaks and speech probabilities of the open project, with ranges. */
export function serveMedia(currentProject: () => string | null): void {
  protocol.handle(MEDIA_SCHEME, async (request) => {
    const found = fileOf(request.url, currentProject());
    const size =
      found === null
        ? null
        : await stat(found.file)
            .then((each) => each.size)
            .catch(() => null);
    if (found === null || size === null) return new Response(null, { status: 404 });
    const headers: Record<string, string> = {
      'content-type': TYPES[found.kind],
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'access-control-allow-origin': 'rolecall-app://window',
    };
    const range = parseRange(request.headers.get('range'), size);
    if (range === null) {
      return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
    }
    const { first, last } = range === 'whole' ? { first: 0, last: size - 1 } : range;
    headers['content-length'] = String(last - first + 1);
    if (range !== 'whole') headers['content-range'] = `bytes ${first}-${last}/${size}`;
    const body = size === 0 ? null : stream(found.file, first, last);
    return new Response(body, { status: range === 'whole' ? 200 : 206, headers });
  });
}

const stream = (file: string, start: number, end: number): ReadableStream =>
  Readable.toWeb(createReadStream(file, { start, end })) as ReadableStream;
