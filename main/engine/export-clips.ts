import {
  type ClipFacts,
  type ClipOptions,
  type ClipRequest,
  decodeSamples,
  type OpenSamples,
  writeClips,
} from '../export/index.ts';
import { findTools, type Tools } from '../media/index.ts';

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
}

export function clipTools(signal: AbortSignal): ClipTools {
  let found: Promise<Tools> | undefined;
  const tools = (): Promise<Tools> => {
    found ??= findTools();
    return found;
  };
  const decoded: ClipTools['open'] = (media, options) => decodeSamples(media, options, { tools, signal });
  return {
    open: decoded,
    async cut(media, clips, options, open = decoded) {
      const samples = await open(media, options);
      try {
        return await writeClips(samples, clips, options, { tools, signal });
      } finally {
        await samples.close();
      }
    },
  };
}
