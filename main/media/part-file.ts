import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { RolecallError } from '../model/errors.ts';

/**
 * A file that is there whole or not at all: written beside its place as `NAME.part`, synced, then renamed.
 * Whoever makes one ends it with `finish` or `discard`.
 */
export class PartFile {
  readonly path: string;
  readonly #part: string;
  readonly #handle: FileHandle;
  #bytes = 0;
  #open = true;

  private constructor(path: string, part: string, handle: FileHandle) {
    this.path = path;
    this.#part = part;
    this.#handle = handle;
  }

  static async create(path: string): Promise<PartFile> {
    const part = `${path}.part`;
    try {
      return new PartFile(path, part, await open(part, 'w'));
    } catch (error) {
      throw notWritten(path, error);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at);
        at += bytesWritten;
      }
      this.#bytes += bytes.length;
    } catch (error) {
      throw notWritten(this.path, error);
    }
  }

  /**
   * Puts the file in its place, replacing what was there.
   * @param expected read the file back first and compare it with these bytes
   */
  async finish({ expected }: { readonly expected?: Uint8Array } = {}): Promise<void> {
    try {
      await this.#handle.sync();
      await this.#close();
      if (expected !== undefined && !(await readFile(this.#part)).equals(expected)) {
        throw new Error('the disk gives back other bytes than it was given');
      }
      await rename(this.#part, this.path);
    } catch (error) {
      await this.discard();
      throw notWritten(this.path, error);
    }
  }

  /** Takes the unfinished file away; does nothing after `finish`. */
  async discard(): Promise<void> {
    await this.#close().catch(() => {});
    await rm(this.#part, { force: true }).catch(() => {});
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }
}

function notWritten(path: string, error: unknown): RolecallError {
  const { code, message } = error as NodeJS.ErrnoException;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new RolecallError({
    kind: 'environment',
    message: full ? 'The disk is full.' : `The file cannot be written (${message}).`,
    remedy: full
      ? 'Free some space and run again: finished work is kept.'
      : 'Check that the folder exists and that you may write there.',
    file: path,
    ...(full ? { mendedIn: 'space' } : {}),
    cause: error,
  });
}
