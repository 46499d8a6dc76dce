import { defineConfig } from 'vitest/config';

/** Unit and integration tests; those in the real window have their own configuration in test/end-to-end. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'test/end-to-end/**', 'test/fixtures/**'],
    // Native packages (better-sqlite3, onnxruntime-node) are at home in processes, not in worker threads.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
