import { existsSync } from 'node:fs';
import { RolecallError } from '../main/model/errors.ts';
import { PROVIDERS, type Provider } from './provider-names.ts';

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

/**
 * The providers to try, best first: those that `ROLECALL_PROVIDERS` lists (with commas, such as `webgpu,cpu`), else
 * those that this machine is seen to have.
 *
 * @throws RolecallError `usage` where the list names what is no provider
 */
export function wishedProviders(environment: NodeJS.ProcessEnv = process.env): Provider[] {
  const wish = environment['ROLECALL_PROVIDERS']?.trim();
  if (!wish) return usableProviders();
  return wish.split(',').map((text) => {
    const found = PROVIDERS.find((provider) => provider === text.trim().toLowerCase());
    if (found) return found;
    throw new RolecallError({
      kind: 'usage',
      message: `ROLECALL_PROVIDERS names "${text.trim()}", which is no provider.`,
      remedy: `Name one or more of ${PROVIDERS.join(', ')}, with commas.`,
    });
  });
}
