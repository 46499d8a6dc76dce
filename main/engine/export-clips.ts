import { availableParallelism } from 'node:os';
import { InferenceHost } from '../../native-models/index.ts';
import {
  type ClipEnhancer,
  type ClipFacts,
  type ClipOptions,
  type ClipRequest,
  type CutTools,
  decodeSamples,
  enhanceClips,
  type OpenSamples,
  PLAIN_CLIPS,
  writeClips,
} from '../export/index.ts';
import { findTools, type Tools } from '../media/index.ts';
import type { Enhancement } from '../model/index.ts';

/** Cuts clips; the tools are looked for once, and only where one is needed. */
export interface ClipTools {
  open(media: string, options: ClipOptions): Promise<OpenSamples>;
  /** @param open another way to the samples, such as what a run has kept */
  cut(
    media: string,
    clips: readonly ClipRequest[],
    options: ClipOptions,
    open?: (media: string, options: ClipOptions) => Promise<OpenSamples>,
  ): Promise<readonly ClipFacts[]>;
  /** Ends what was started for it. */
  close(): Promise<void>;
}

export interface ClipToolsOptions {
  /** The speaker encoder that tells whether a voice survived; the bundled one where absent. */
  readonly encoder?: string;
  /** Where decoded sound lies meanwhile; absent: the system's folder for such files. */
  readonly temporary?: string;
}

export function clipTools(signal: AbortSignal, { encoder, temporary }: ClipToolsOptions = {}): ClipTools {
  let found: Promise<Tools> | undefined;
  const tools = (): Promise<Tools> => {
    found ??= findTools();
    return found;
  };
  let host: InferenceHost | undefined;
  const enhancer = (model: Exclude<Enhancement, 'none'>): ClipEnhancer => {
    host ??= new InferenceHost({ processes: Math.min(4, availableParallelism()) });
    return modelEnhancer(host, model, encoder);
  };
  const cutting: CutTools = { tools, signal, ...(temporary === undefined ? {} : { temporary }) };
  const decoded: ClipTools['open'] = (media, options) => decodeSamples(media, options, cutting);
  return {
    open: decoded,
    async cut(media, clips, options, open = decoded) {
      const samples = await open(media, options);
      try {
        if (options.enhance === 'none') return await writeClips(samples, clips, options, cutting);
        const enhanced = await enhanceClips({
          clips,
          rate: samples.rate,
          open: (rate) => open(media, { ...PLAIN_CLIPS, rate }),
          enhancer: enhancer(options.enhance),
          ...cutting,
        });
        try {
          return await writeClips(samples, clips, options, cutting, enhanced);
        } finally {
          await enhanced.close();
        }
      } finally {
        await samples.close();
      }
    },
    close: async () => host?.close(),
  };
}

/** Cleans and compares in the processes of a host. */
export function modelEnhancer(
  host: InferenceHost,
  model: Exclude<Enhancement, 'none'>,
  encoder?: string,
): ClipEnhancer {
  const enhancer = host.enhancer(model);
  const voices = host.speakerEncoder(encoder);
  return {
    async enhance(samples, signal) {
      const [enhanced] = await enhancer.enhance([samples], { signal });
      return enhanced as Float32Array;
    },
    async likeness(before, after, signal) {
      const [a, b] = await voices.embed([before, after], { signal });
      if (a?.kind !== 'embedded' || b?.kind !== 'embedded') return null;
      return a.vector.reduce((sum, value, index) => sum + value * (b.vector[index] as number), 0);
    },
  };
}
