import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { RolecallError } from '../model/index.ts';

/** Where a model answers, checked. */
export interface ModelAddress {
  /** Without a trailing slash, up to and with `/v1`. */
  readonly base: URL;
  readonly allowRemote: boolean;
}

/** Whether an address never leaves the machine: 127.0.0.0/8, ::1, and the former written as IPv6. */
export function isLoopback(address: string): boolean {
  const plain = address.toLowerCase().replace(/^\[|\]$/g, '');
  if (isIP(plain) === 4) return plain.startsWith('127.');
  if (isIP(plain) !== 6) return false;
  return plain === '::1' || /^::ffff:(127\.\d+\.\d+\.\d+|7f[0-9a-f]{2}:[0-9a-f]{1,4})$/.test(plain);
}

/**
 * Reads the address of an OpenAI-compatible server, as `http://127.0.0.1:8000/v1`.
 *
 * @throws RolecallError `usage` where it is none, or leads off this machine and that was not allowed
 */
export function modelAddress(text: string, options: { readonly allowRemote: boolean }): ModelAddress {
  const base = URL.canParse(text) ? new URL(text) : null;
  if (base === null || !['http:', 'https:'].includes(base.protocol) || base.username || base.password) {
    throw new RolecallError({
      kind: 'usage',
      message: `${text} is not the address of a model.`,
      remedy: 'Give one such as http://127.0.0.1:8000/v1.',
    });
  }
  const isName = isIP(base.hostname.replace(/^\[|\]$/g, '')) === 0;
  const mayBeLocal = isName
    ? base.hostname === 'localhost' || base.hostname.endsWith('.localhost')
    : isLoopback(base.hostname);
  if (!mayBeLocal && !options.allowRemote) throw leavesTheMachine(base.host);
  base.pathname = base.pathname.replace(/\/+$/, '');
  base.search = '';
  base.hash = '';
  return { base, allowRemote: options.allowRemote };
}

const leavesTheMachine = (host: string): RolecallError =>
  new RolecallError({
    kind: 'usage',
    message: `${host} is not this machine: prompts and clips of your library would leave it.`,
    remedy:
      'Run the model here; if you may and want to send them there, allow another computer (--allow-remote).',
  });

/** Resolves names like the system does, but refuses what is not this machine: `localhost` may be made to lie. */
export const lookupLoopback: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const local = addresses.filter(({ address }) => isLoopback(address));
    const [first] = local;
    if (first === undefined) return callback(leavesTheMachine(hostname), []);
    if (options.all) callback(null, local);
    else callback(null, first.address, first.family);
  });
};
