// Loaded before the engine (`node --import`) by `pipeline.ts --cost`: leaves out the parts of the night that
// ROLECALL_BENCH_WITHOUT names. The product's modules stay as they are; those named in PARTS are wrapped where they are
// imported, so that the same run is measured with and without them.
import { registerHooks } from 'node:module';
import { PARTS, type Part } from './parts.ts';

const here = new URL('.', import.meta.url).href;
const root = new URL('../../../../', import.meta.url).href;
const left = (process.env['ROLECALL_BENCH_WITHOUT'] ?? '').split(',').filter(Boolean) as Part[];
const standIns = new Map(
  left.map((part) => {
    const { module, standIn } = PARTS[part];
    return [new URL(module, root).href, new URL(standIn, here).href] as const;
  }),
);

registerHooks({
  resolve(specifier, context, nextResolve) {
    const found = nextResolve(specifier, context);
    const standIn = standIns.get(found.url);
    // A stand-in itself may import what it stands for.
    return standIn === undefined || context.parentURL?.startsWith(here) ? found : { ...found, url: standIn };
  },
});
