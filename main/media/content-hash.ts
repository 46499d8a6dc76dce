import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { requireFile } from './input-file.ts';

const PIECE = 1024 * 1024;
const PIECES = 3;

/**
 * Tells one content of a media file from another without reading gigabytes: SHA-256 over the size and over the
 * first, the middle and the last MiB; over the whole file where it is no larger than that.
 *
 * @throws RolecallError `input` where the file is missing or empty
 */
export async function contentHash(
  file: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<{ size: number; hash: string }> {
  const size = await requireFile(file);
  const hash = createHash('sha256').update(`${size}:`);
  const handle = await open(file, 'r');
  try {
    const starts =
      size <= PIECES * PIECE
        ? Array.from({ length: Math.ceil(size / PIECE) }, (_, index) => index * PIECE)
        : [0, Math.floor((size - PIECE) / 2), size - PIECE];
    const buffer = new Uint8Array(PIECE);
    for (const start of starts) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, PIECE, start);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
  return { size, hash: hash.digest('hex') };
}
