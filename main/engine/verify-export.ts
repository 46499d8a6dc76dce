import { type VerifyResult, verifyDataset } from '../export/index.ts';
import { decode, findTools, probe, type Tools, toFloat } from '../media/index.ts';
import { SAMPLE_RATE } from '../model/index.ts';

/** Checks an exported folder. @throws RolecallError where it is none */
export function verifyExport(
  directory: string,
  options: { readonly signal: AbortSignal; readonly onProgress?: (fraction: number) => void },
): Promise<VerifyResult> {
  let tools: ReturnType<typeof findTools> | undefined;
  return verifyDataset(directory, {
    ...options,
    // Looked for at the first clip, and once: there may be a hundred thousand.
    decodedSeconds: async (file, signal) => {
      tools ??= findTools();
      return decodedSeconds(file, await tools, signal);
    },
    decodedSamples: async (file, signal) => {
      tools ??= findTools();
      return decodedSamples(file, await tools, signal);
    },
  });
}

/** Seconds that a clip decodes to. @throws RolecallError where it does not decode to its end */
async function decodedSeconds(file: string, tools: Tools, signal: AbortSignal): Promise<number> {
  let samples = 0;
  await decode(await probe(file, { tools, signal }), {
    tools,
    signal,
    onChunk: (chunk) => {
      samples += chunk.length;
    },
  });
  return samples / SAMPLE_RATE;
}

/** A clip at 16 kHz, to compare it with those of other splits. */
async function decodedSamples(file: string, tools: Tools, signal: AbortSignal): Promise<Float32Array> {
  const chunks: Float32Array[] = [];
  await decode(await probe(file, { tools, signal }), {
    tools,
    signal,
    onChunk: (chunk) => {
      chunks.push(toFloat(chunk));
    },
  });
  const samples = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    samples.set(chunk, at);
    at += chunk.length;
  }
  return samples;
}
