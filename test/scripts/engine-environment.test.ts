import { afterEach, expect, test, vi } from 'vitest';
import { engineEnvironment } from '../../scripts/lib/engine-environment.mjs';

afterEach(() => vi.unstubAllEnvs());

test('what somebody set stays as it is', () => {
  vi.stubEnv('MALLOC_ARENA_MAX', '8');
  vi.stubEnv('NODE_COMPILE_CACHE', undefined);
  const environment = engineEnvironment();
  expect(environment['MALLOC_ARENA_MAX']).toBe('8');
  expect(environment['NODE_COMPILE_CACHE']).toMatch(/\.setup.compile-cache$/);
  expect(environment['MALLOC_TRIM_THRESHOLD_']).toBe('1048576');
  expect(environment['PATH']).toBe(process.env['PATH']);
});
