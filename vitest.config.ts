import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Unit and integration tests; those in the real window have their own configuration in test/end-to-end. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'test/end-to-end/**', 'test/fixtures/**'],
    // Native packages (better-sqlite3, onnxruntime-node) are at home in processes, not in worker threads.
    pool: 'forks',
    testTimeout: 60_000,
    // What Rolecall keeps for its user is not this user's while it is tested.
    env: { ROLECALL_USER_FOLDER: join(tmpdir(), 'rolecall-test-user') },
    hookTimeout: 120_000,
  },
});
