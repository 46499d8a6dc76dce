import { existsSync } from 'node:fs';
import type { Provider } from './provider-names.ts';

/**
 * The providers worth trying on this machine, best first; `cpu` is always the last. Only signs on the file
 * system are read: whether a provider really works shows when a model is opened on it. WebGPU is not among
 * them: without a graphics card it may run on an emulation slower than the CPU, so it must be asked for.
 */
export function usableProviders(
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): Provider[] {
  if (platform === 'linux' && exists('/dev/nvidia0')) return ['cuda', 'cpu'];
  if (platform === 'win32') return ['dml', 'cpu'];
  if (platform === 'darwin') return ['coreml', 'cpu'];
  return ['cpu'];
}
