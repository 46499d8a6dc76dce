import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder with the hash of its content and when it was last written: equal where nothing was touched. */
export function contentOf(
  folder: string,
  options: { readonly times?: boolean } = {},
): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    files.map((name) => {
      const path = join(folder, name);
      const found = statSync(path);
      const content = found.isFile()
        ? createHash('sha256').update(readFileSync(path)).digest('hex')
        : 'folder';
      return [name, options.times ? `${content} ${found.mtimeMs}` : content];
    }),
  );
}
