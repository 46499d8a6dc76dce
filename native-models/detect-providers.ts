import { existsSync } from 'node:fs';
import { RolecallError } from '../main/model/errors.ts';
import { PROVIDERS, type Provider } from './provider-names.ts';

/** Where NVIDIA's Vulkan driver announces itself: by its installer, Debian's and Fedora's packages. */
const VULKAN_DRIVERS = ['/etc', '/usr/share'].flatMap((root) =>
  ['nvidia_icd.json', 'nvidia_icd.x86_64.json'].map((name) => `${root}/vulkan/icd.d/${name}`),
);

/**
 * The providers worth trying on this machine, best first; `cpu` is always the last. Only signs on the file
 * system are read: whether a provider really works shows when a model is opened on it. WebGPU, whose library
 * comes with the runtime, is among them only where a card and its Vulkan driver are both seen: without them it
 * may run on an emulation slower than the CPU, so it must be asked for.
 */
export function usableProviders(
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): Provider[] {
  if (platform === 'linux' && exists('/dev/nvidia0'))
    return VULKAN_DRIVERS.some((path) => exists(path)) ? ['cuda', 'webgpu', 'cpu'] : ['cuda', 'cpu'];
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
