// Loaded before the engine (`node --import`) by the benchmark of what clean lines cost: takes single calls out of the
// engine's sources as they are loaded, so that a night with them can be compared with one without. Each text must be
// found, or the engine does not start: a benchmark that leaves nothing out must not go unnoticed.
import { registerHooks } from 'node:module';

/** One call: in which file it stands, its text, and what stands there instead. */
interface Call {
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

/** What a night does for clean lines alone, by the part's name. */
export const PARTS: Readonly<Record<string, Call>> = {
  judge: {
    file: '/main/engine/embedding-stage.ts',
    text: 'ear.judge(whole, { signal })',
    instead: 'audio.map(() => null)',
  },
  measures: {
    file: '/main/engine/embedding-stage.ts',
    text: 'measureQuality(samples, span, activity, { judgement: judged[at], energy })',
    instead: 'null',
  },
  cepstra: { file: '/main/engine/audio-stage.ts', text: 'cepstra.push(samples);', instead: '' },
  channels: {
    file: '/main/media/decode.ts',
    text: 'await chooseChannels(info, track, { tools, signal })',
    instead: "({ choice: 'mixed', gain: null }) as Awaited<ReturnType<typeof chooseChannels>>",
  },
  words: { file: '/main/batch/run.ts', text: 'await compareWords(workbench, series)', instead: '[]' },
};

/** The environment's variable that names the parts to leave out, with commas. */
export const LEFT_OUT = 'ROLECALL_BENCH_LEFT_OUT';

const wished = process.env[LEFT_OUT]?.split(',').filter((name) => name !== '') ?? [];
const calls = wished.map((name) => {
  const call = PARTS[name];
  if (call === undefined) throw new Error(`${LEFT_OUT} names "${name}", which is no part.`);
  return call;
});
if (calls.length > 0) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const here = calls.filter(({ file }) => url.endsWith(file));
      if (here.length === 0 || loaded.source === undefined || loaded.source === null) return loaded;
      let source =
        typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
      for (const { file, text, instead } of here) {
        if (source.split(text).length !== 2) throw new Error(`${file} does not hold "${text}" once.`);
        source = source.replace(text, instead);
      }
      return { ...loaded, source };
    },
  });
}
