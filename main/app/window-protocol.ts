import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import { MEDIA_SCHEME } from '../contract/messages.ts';
import { rendererFolder } from './paths.ts';

export const WINDOW_SCHEME = 'rolecall-app';
export const WINDOW_ADDRESS = `${WINDOW_SCHEME}://window/index.html`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Replaced in index.html by a number that is new for each load. */
const NONCE_PLACEHOLDER = '__ROLECALL_STYLE_NONCE__';

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self' ${MEDIA_SCHEME}:`,
    `media-src ${MEDIA_SCHEME}:`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Serves the built window, and nothing outside its folder. */
export function serveWindow(): void {
  protocol.handle(WINDOW_SCHEME, async (request) => {
    const url = new URL(request.url);
    const file = normalize(`${rendererFolder}${sep}${decodeURIComponent(url.pathname)}`);
    if (url.host !== 'window' || !file.startsWith(rendererFolder + sep)) {
      return new Response(null, { status: 404 });
    }
    const type = TYPES[extname(file)];
    const content = type === undefined ? null : await readFile(file).catch(() => null);
    if (content === null || type === undefined) return new Response(null, { status: 404 });
    const nonce = randomBytes(16).toString('base64');
    const body =
      extname(file) === '.html' ? content.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : content;
    return new Response(body, {
      headers: {
        'content-type': type,
        'content-security-policy': policy(nonce),
        'x-content-type-options': 'nosniff',
      },
    });
  });
}
