import { mkdtempSync, readdirSync, readlinkSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { streamOfFile } from '../../main/app/file-stream.ts';
import { seededRandom } from '../../main/model/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-stream-'));
const SIZE = 700_001;
const content = Uint8Array.from({ length: SIZE }, (_, index) => (index * 7919) % 251);
const file = join(folder, 'sound');
writeFileSync(file, content);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How many descriptors of this process point into the folder; only Linux tells. */
const held = (): number =>
  readdirSync('/proc/self/fd').filter((each) => {
    try {
      return readlinkSync(`/proc/self/fd/${each}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;

it.each([
  [0, SIZE - 1],
  [0, 0],
  [SIZE - 1, SIZE - 1],
  [262_143, 262_144],
  [5, 262_148],
  [100, 600_000],
])('gives the bytes %i to %i', async (first, last) => {
  const bytes = new Uint8Array(await new Response(streamOfFile(file, first, last)).arrayBuffer());
  expect(Buffer.compare(bytes, content.subarray(first, last + 1))).toBe(0);
});

it.runIf(process.platform === 'linux')(
  'a reader that gives up at any moment is no error, and leaves no file open',
  async () => {
    const random = seededRandom(5);
    const faults: unknown[] = [];
    const note = (fault: unknown): number => faults.push(fault);
    process.on('uncaughtException', note);
    process.on('unhandledRejection', note);
    try {
      for (let round = 0; round < 300; round += 1) {
        const first = Math.floor(random() * SIZE);
        const reader = streamOfFile(file, first, SIZE - 1).getReader();
        const pending = reader.read();
        for (let turn = Math.floor(random() * 4); turn > 0; turn -= 1) await new Promise(setImmediate);
        await reader.cancel();
        await pending;
      }
      await expect.poll(held).toBe(0);
    } finally {
      process.off('uncaughtException', note);
      process.off('unhandledRejection', note);
    }
    expect(faults).toEqual([]);
  },
);

it('a file that is gone or became shorter is an error for the reader', async () => {
  await expect(new Response(streamOfFile(join(folder, 'none'), 0, 9)).arrayBuffer()).rejects.toThrow();
  const short = join(folder, 'short');
  writeFileSync(short, content);
  truncateSync(short, 10);
  await expect(new Response(streamOfFile(short, 0, 99)).arrayBuffer()).rejects.toThrow();
});
