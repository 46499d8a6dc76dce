import { setFlagsFromString } from 'node:v8';
import { type Samples, secondsToSamples } from '../model/index.ts';

/**
 * V8 doubles the room for new objects, up to 100 MB and more, whenever many of them live through a collection, as all
 * do while an episode's texts are read; and it rarely gives the room back. Without that growth the memory of a run over
 * a ten-hour file peaks 130 MB lower, in the same time (`npm run bench:pipeline -- --hours 10`).
 */
export const keepYoungMemorySmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');

/** Files from this length on are worth the CPU: 50 MB at ten hours. */
const LONG = secondsToSamples(3 * 3600);

/**
 * Garbage may then no longer grow to several times what is used. Costs a tenth of the CPU of what it is on for, so that
 * ordinary episodes do without; stays on to the end of the process.
 */
export function spareMemory(samples: Samples): void {
  if (samples >= LONG) setFlagsFromString('--memory-saver-mode');
}
