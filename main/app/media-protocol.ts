import { stat } from 'node:fs/promises';
import { protocol } from 'electron';
import { MEDIA_SCHEME, type MediaKind } from '../contract/messages.ts';
import { streamOfFile } from './file-stream.ts';
import { fileOf, parseRange } from './media-address.ts';

const TYPES: Readonly<Record<MediaKind, string>> = {
  audio: 'audio/ogg',
  peaks: 'application/octet-stream',
  speech: 'application/octet-stream',
};

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
    const body = size === 0 ? null : streamOfFile(found.file, first, last);
    return new Response(body, { status: range === 'whole' ? 200 : 206, headers });
  });
}
