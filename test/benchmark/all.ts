// npm run bench: the whole pipeline, speech detection against a peer, and the store at a million utterances.
// Usage: npm run bench -- [--library DIR] [--episodes N] [--minutes N] [--utterances N] [--only pipeline,vad,store] [--json]
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchPipeline, tellPipeline } from './pipeline.ts';
import { benchStore, tellStore } from './store.ts';
import { benchVad, tellVad } from './vad.ts';

const { values } = parseArgs({
  options: {
    library: { type: 'string' },
    episodes: { type: 'string', default: '12' },
    minutes: { type: 'string', default: '26' },
    utterances: { type: 'string', default: '1000000' },
    only: { type: 'string', default: 'pipeline,vad,store' },
    json: { type: 'boolean', default: false },
  },
});
const wanted = new Set(values.only.split(','));
const say = (text: string): void => {
  if (!values.json) console.log(text);
};

const machine = {
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGigabytes: Math.round(totalmem() / 1e9),
  node: process.versions.node,
};
say(`${machine.cores} cores (${machine.processor}), ${machine.memoryGigabytes} GB, Node ${machine.node}`);
const figures: Record<string, unknown> = { machine };
if (wanted.has('pipeline')) {
  const found = await benchPipeline({
    library: values.library,
    episodes: Number(values.episodes),
    minutes: Number(values.minutes),
  });
  figures['pipeline'] = found;
  if (!values.json) tellPipeline('whole pipeline', found);
}
if (wanted.has('vad')) {
  const found = await benchVad(20);
  figures['vad'] = found;
  if (!values.json) tellVad(found);
}
if (wanted.has('store')) {
  const found = benchStore(Number(values.utterances));
  figures['store'] = found;
  if (!values.json) tellStore(found);
}
if (values.json) console.log(JSON.stringify(figures));
