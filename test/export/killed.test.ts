import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { writeDataset } from '../../main/export/index.ts';
import { hashes, request, twoEpisodes, verify } from './helpers.ts';

const index = pathToFileURL(fileURLToPath(new URL('../../main/export/index.ts', import.meta.url))).href;

/** An export in a process of its own that says "cutting" and then never ends. */
function endlessExport(directory: string, folder: string): string {
  const program = join(folder, 'endless.mjs');
  const episodes = JSON.stringify(twoEpisodes().map((each) => ({ ...each, scenes: [...each.scenes] })));
  writeFileSync(
    program,
    `import { writeFileSync } from 'node:fs';
     import { writeDataset } from ${JSON.stringify(index)};
     const episodes = ${episodes}.map((each) => ({ ...each, scenes: new Map(each.scenes) }));
     await writeDataset({
       directory: ${JSON.stringify(directory)}, formats: ['audiofolder'], selection: { acceptedOnly: false }, name: 'x', models: [],
       rolecallVersion: '0', episodes, signal: new AbortController().signal, onProgress() {},
       async cut(media, clips) {
         for (const { file } of clips) writeFileSync(file, 'half');
         process.stdout.write('cutting');
         await new Promise((resolve) => setTimeout(resolve, 600_000));
       },
     });`,
  );
  return program;
}

it('an export that is killed leaves the older dataset whole, and the next one clears up', async () => {
  const wanted = request({ formats: ['audiofolder'] });
  const folder = dirname(wanted.directory);
  await writeDataset(wanted);
  const before = hashes(wanted.directory);
  const child = spawn(process.execPath, [endlessExport(wanted.directory, folder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  await pause(10);
  expect(existsSync(`${wanted.directory}.part`)).toBe(true);
  expect(hashes(wanted.directory)).toEqual(before);
  expect((await verify(wanted.directory)).ok).toBe(true);
  await writeDataset(wanted);
  expect(readdirSync(folder).sort()).toEqual(['endless.mjs', 'out']);
  expect(hashes(wanted.directory)).toEqual(before);
});
