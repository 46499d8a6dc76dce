import { type VerifyResult, verifyDataset } from '../export/index.ts';
import { findTools } from '../media/index.ts';
import { decodedSeconds } from './clips.ts';

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
  });
}
