// Loaded before each process of bench:enhancement (NODE_OPTIONS): changes the settings of the noise's lowering as the
// sources are loaded, so that what was decided can be compared with what was not. A setting that is not found ends the
// process: a comparison of the same with the same must not go unnoticed.
import { registerHooks } from 'node:module';

/** The environment's variable with the settings, as JSON of `OtherSettings`. */
export const OTHER_SETTINGS = 'ROLECALL_BENCH_ENHANCEMENT';

export interface OtherSettings {
  /** Most that anything is lowered, dB. */
  readonly most?: number | undefined;
  /** Bins to each side that a bin's gain is taken over. */
  readonly around?: number | undefined;
  /** The model's own sound, instead of the sound as it was lowered by what the model finds. */
  readonly own?: boolean | undefined;
}

type Change = readonly [file: string, text: RegExp, instead: string];

function changesOf({ most, around, own }: OtherSettings): Change[] {
  const gains = '/native-models/spectral-gain.ts';
  return [
    ...(most === undefined ? [] : [[gains, /MOST_DECIBELS = [\d.]+;/, `MOST_DECIBELS = ${most};`] as const]),
    ...(around === undefined ? [] : [[gains, /AROUND = \d+;/, `AROUND = ${around};`] as const]),
    ...(own
      ? [['/native-models/inference-server.ts', /gain\.apply\(clip, (.*?)\)\)/, '($1))'] as const]
      : []),
  ];
}

const changes = changesOf(JSON.parse(process.env[OTHER_SETTINGS] ?? '{}') as OtherSettings);
if (changes.length > 0) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const here = changes.filter(([file]) => url.endsWith(file));
      if (here.length === 0 || loaded.source === undefined || loaded.source === null) return loaded;
      let source =
        typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
      for (const [file, text, instead] of here) {
        if (!text.test(source)) throw new Error(`${file} does not hold ${text}.`);
        source = source.replace(text, instead);
      }
      return { ...loaded, source };
    },
  });
}
