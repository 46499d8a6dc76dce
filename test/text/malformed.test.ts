import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

const COUNT = 2000;
const SEED = 20_261_123;
/**
 * A file that keeps a reader busy for longer hangs it. The slowest takes 1 s of processor time on an idle machine and
 * twice that where others slow its cores down: this is ten times as much, not a measure of speed.
 */
const HANG_MILLISECONDS = 10_000;
const MEMORY_MEGABYTES = 500;

interface Message {
  readonly kind: 'start' | 'done';
  readonly index: number;
  readonly name: string;
  readonly faults?: readonly string[];
  readonly spent?: number;
}

/**
 * Reads files from `from` on in a thread of its own with bounded memory. Ends at the end of the corpus, or at the file
 * that hung or crashed the thread, which is then a fault and is passed over.
 */
function readFrom(from: number, faults: string[], slowest: { spent: number; name: string }): Promise<number> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./malformed-worker.ts', import.meta.url), {
      workerData: { count: COUNT, seed: SEED, from },
      resourceLimits: {
        maxOldGenerationSizeMb: MEMORY_MEGABYTES,
        maxYoungGenerationSizeMb: 64,
        stackSizeMb: 4,
      },
      execArgv: [],
    });
    let index = from;
    let name = '';
    let guard: NodeJS.Timeout | undefined;
    let ended = false;
    const end = (next: number, fault?: string): void => {
      if (ended) return;
      ended = true;
      clearTimeout(guard);
      if (fault !== undefined) faults.push(`${name}: ${fault}`);
      void worker.terminate().then(() => resolve(next));
    };
    worker.on('message', (message: Message) => {
      index = message.index;
      name = message.name;
      clearTimeout(guard);
      // The guard is far above the bound, since other work shares the machine: the thread measures its own processor time.
      if (message.kind === 'start') guard = setTimeout(() => end(index + 1, 'hangs'), HANG_MILLISECONDS * 6);
      else {
        for (const fault of message.faults ?? []) faults.push(`${name}: ${fault}`);
        const spent = message.spent ?? 0;
        if (spent > HANG_MILLISECONDS) faults.push(`${name}: kept a reader busy for ${Math.round(spent)} ms`);
        if (spent > slowest.spent) Object.assign(slowest, { spent, name });
      }
    });
    worker.on('error', (error) => end(index + 1, `crashes: ${error.message}`));
    worker.on('exit', () => end(COUNT));
  });
}

test(`${COUNT} malformed files: each is read within bounds or refused with file, place and remedy`, {
  timeout: 600_000,
}, async () => {
  const faults: string[] = [];
  const slowest = { spent: 0, name: '' };
  for (let next = 0; next < COUNT && faults.length < 40; ) next = await readFrom(next, faults, slowest);
  if (process.env['SHOW_SLOWEST']) console.log(slowest);
  expect(faults).toEqual([]);
});
