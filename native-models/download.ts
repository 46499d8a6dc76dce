import { open, rm, stat } from 'node:fs/promises';
import { cancelled, RolecallError } from '../main/model/errors.ts';
import type { ManifestEntry } from './manifest.ts';

export interface PullProgress {
  /** Bytes that are there, those of an earlier try included. */
  readonly bytes: number;
  readonly total: number;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
  /** Milliseconds without a byte after which a connection counts as lost. */
  readonly idleLimit?: number;
}

const REDIRECTS = 5;

/**
 * One try at getting a file: asks for what is missing behind the bytes that `part` holds already, or for all where
 * the server cannot continue.
 *
 * @throws RolecallError `environment`; `passing` where trying again can help; `cancelled`
 */
export async function downloadTo(
  part: string,
  address: string,
  { id, size }: Pick<ManifestEntry, 'id' | 'size'>,
  { signal, onProgress, idleLimit = 60_000 }: DownloadOptions,
): Promise<void> {
  let there = await sizeOf(part);
  if (there > size) {
    await rm(part, { force: true });
    there = 0;
  }
  if (there === size) return;
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(), idleLimit);
  const either = signal ? AbortSignal.any([signal, idle.signal]) : idle.signal;
  try {
    const response = await request(address, there, either);
    const start = await startOf(response, there, part, { id, size });
    const offered = Number(response.headers.get('content-length') ?? Number.NaN);
    if (Number.isFinite(offered) && start + offered !== size) throw new WrongSize(id, start + offered, size);
    if (response.body === null) throw cut(id, 'the answer is empty');
    let bytes = start;
    const handle = await open(part, start > 0 ? 'a' : 'w');
    try {
      for await (const chunk of response.body) {
        timer.refresh();
        bytes += chunk.length;
        if (bytes > size) throw new WrongSize(id, bytes, size);
        await handle.writeFile(chunk);
        onProgress?.({ bytes, total: size });
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (bytes < size) throw cut(id, `${bytes} of ${size} bytes came`);
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    if (error instanceof RolecallError) {
      // A wrong size is no beginning of the right file.
      if (error instanceof WrongSize) await rm(part, { force: true });
      throw error;
    }
    if (isDiskFull(error)) throw diskFull(part, error);
    if (idle.signal.aborted) throw cut(id, `nothing came for ${idleLimit / 1000} s`, error);
    throw cut(id, reasonOf(error), error);
  } finally {
    clearTimeout(timer);
    // Whatever is left of the answer is not waited for.
    idle.abort();
  }
}

/** Follows redirects by hand: one from an encrypted address to a plain one is refused. */
async function request(address: string, from: number, signal: AbortSignal): Promise<Response> {
  let url = new URL(address);
  for (let turn = 0; turn <= REDIRECTS; turn += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) },
    });
    const target = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || target === null) return response;
    await response.body?.cancel();
    const next = new URL(target, url);
    if (next.protocol !== 'https:' && !(next.protocol === 'http:' && url.protocol === 'http:')) {
      throw refused(
        `${url.host} sends on to an address that is not encrypted (${next.protocol}//${next.host}).`,
      );
    }
    url = next;
  }
  throw refused(`${new URL(address).host} sends from one address to another without end.`);
}

/** Where in the file the answer begins. */
async function startOf(
  response: Response,
  asked: number,
  part: string,
  { id, size }: Pick<ManifestEntry, 'id' | 'size'>,
): Promise<number> {
  if (response.status === 200) return 0;
  if (response.status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
    if (range === null || Number(range[1]) !== asked) {
      await rm(part, { force: true });
      throw cut(id, 'the server continues at another place');
    }
    if (range[2] !== '*' && Number(range[2]) !== size) throw new WrongSize(id, Number(range[2]), size);
    return asked;
  }
  if (response.status === 416) {
    await rm(part, { force: true });
    throw cut(id, 'the server cannot continue');
  }
  const { host } = new URL(response.url);
  if (response.status >= 500 || response.status === 429 || response.status === 408) {
    throw cut(id, `${host} answers ${response.status}`);
  }
  throw refused(
    `${host} answers ${response.status} (${response.statusText || 'no reason given'}) for ${id}.`,
  );
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

function isDiskFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

const cut = (id: string, why: string, cause?: unknown): RolecallError =>
  new RolecallError({
    kind: 'environment',
    message: `The download of ${id} was cut off: ${why}.`,
    remedy: 'Run the same command again: it goes on where this one ended. Or use `--from FILE`.',
    passing: true,
    cause,
  });

class WrongSize extends RolecallError {
  constructor(id: string, found: number, wanted: number) {
    super({
      kind: 'environment',
      message: `The server offers ${found} bytes for ${id} instead of ${wanted}; they are not taken.`,
      remedy: 'The file was changed where it is published: get the right one and use `--from FILE`.',
    });
  }
}

const refused = (message: string): RolecallError =>
  new RolecallError({
    kind: 'environment',
    message,
    remedy: 'Get the file by other means and use `rolecall models pull NAME --from FILE`.',
  });

const diskFull = (file: string, cause: unknown): RolecallError =>
  new RolecallError({
    kind: 'environment',
    message: 'The disk is full.',
    remedy: 'Free some space and try again: what was downloaded is kept.',
    file,
    cause,
  });
