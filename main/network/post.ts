import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { lookupLoopback, type ModelAddress } from './address.ts';

export interface Reply {
  readonly status: number;
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | null;
  readonly bytes: Buffer;
}

/** The answer was larger than it may be. */
export class TooLarge extends Error {}

/**
 * Posts to a path under a model's address. Redirects are not followed and no proxy is used, so that a local address
 * stays one.
 *
 * @throws TooLarge, what the network says, or the reason of `signal`
 */
export function post(
  { base, allowRemote }: ModelAddress,
  path: string,
  body: { readonly type: string; readonly bytes: string | Buffer },
  options: { readonly signal: AbortSignal; readonly largest: number },
): Promise<Reply> {
  const isPlain = base.protocol === 'http:';
  const agent = isPlain ? new HttpAgent() : new HttpsAgent();
  const url = new URL(`${base.pathname.replace(/\/+$/, '')}${path}`, base);
  return new Promise<Reply>((resolve, reject) => {
    const request = (isPlain ? httpRequest : httpsRequest)(
      url,
      {
        method: 'POST',
        agent,
        signal: options.signal,
        ...(allowRemote ? {} : { lookup: lookupLoopback }),
        headers: {
          'content-type': body.type,
          'content-length': Buffer.byteLength(body.bytes),
          accept: 'application/json',
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          length += part.length;
          if (length <= options.largest) parts.push(part);
          else {
            reject(new TooLarge(`The answer is larger than ${options.largest} bytes.`));
            response.destroy();
          }
        });
        response.on('error', reject);
        response.on('end', () => {
          const wait = Number(response.headers['retry-after']);
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: Number.isFinite(wait) && wait > 0 ? wait : null,
            bytes: Buffer.concat(parts),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body.bytes);
  }).finally(() => agent.destroy());
}

/** The beginning of a body on one line, for a message. */
export function said(bytes: Buffer): string {
  const start = bytes
    .subarray(0, 200)
    .toString('utf8')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return start === '' ? '.' : `: ${start}`;
}
