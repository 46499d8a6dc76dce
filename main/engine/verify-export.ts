import { type VerifyResult, verifyDataset } from '../export/index.ts';
import { decodedSeconds } from './clips.ts';

/** Checks an exported folder. @throws RolecallError where it is none */
export function verifyExport(
  directory: string,
  options: { readonly signal: AbortSignal; readonly onProgress?: (fraction: number) => void },
): Promise<VerifyResult> {
  return verifyDataset(directory, { ...options, decodedSeconds });
}
