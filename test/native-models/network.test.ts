import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What reaches out of the process by itself. */
const REACHES_OUT =
  /(?<![.\w])fetch\(|'(?:node:)?(?:http|https|http2|net|tls|dgram)'|'undici'|WebSocket|XMLHttpRequest|EventSource|sendBeacon/;

/** Each with why it may. */
const MAY: Readonly<Record<string, string>> = {
  'native-models/download.ts': 'models that a person pulls by name',
  'main/network/address.ts': 'looks at addresses only, so that evaluation stays on this machine',
  'main/network/post.ts': 'asks the model that a person wants evaluated, or as a recogniser, on this machine',
  'renderer/engine-client/media.ts': "the application's own media protocol",
};

test('nothing reaches the network but what is known to, and why', async () => {
  const found: string[] = [];
  for (const folder of ['main', 'native-models', 'renderer', 'bin']) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile() || !/\.(?:ts|tsx|mjs|html)$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name).replaceAll('\\', '/');
      if (REACHES_OUT.test(await readFile(file, 'utf8'))) found.push(file);
    }
  }
  expect(found.filter((file) => !(file in MAY))).toEqual([]);
  expect(found).toContain('native-models/download.ts');
});
