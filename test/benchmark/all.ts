// npm run bench: the whole pipeline, speech detection against a peer, and the store at a million utterances.
// Usage: npm run bench -- [--library DIR] [--episodes N] [--minutes N] [--utterances N] [--hours 1,2,5,10]
//        [--only pipeline,vad,store,hours] [--json]
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchHours, benchPipeline, tellHours, tellPipeline } from './pipeline.ts';
import { benchStore, tellStore } from './store.ts';
import { benchVad, tellVad } from './vad.ts';

const { values } = parseArgs({
  options: {
    library: { type: 'string' },
    episodes: { type: 'string', default: '12' },
    minutes: { type: 'string', default: '26' },
    utterances: { type: 'string', default: '1000000' },
    hours: { type: 'string' },
    only: { type: 'string', default: 'pipeline,vad,store' },
    json: { type: 'boolean', default: false },
  },
});
const wanted = new Set(values.only.split(','));
const PARTS = ['pipeline', 'vad', 'store', 'hours'];
const unknown = [...wanted].filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`There is no benchmark of ${unknown.join(', ')}: choose from ${PARTS.join(', ')}.`);
  process.exit(2);
}
if (values.hours !== undefined) wanted.add('hours');
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
if (wanted.has('hours')) {
  const found = await benchHours((values.hours ?? '1,2,5,10').split(',').map(Number));
  figures['hours'] = found;
  if (!values.json) tellHours(found);
}
if (values.json) console.log(JSON.stringify(figures));
