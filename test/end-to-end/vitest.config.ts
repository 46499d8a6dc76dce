import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests in the real Electron window: one window at a time, and time enough for slow machines. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    globalSetup: ['test/end-to-end/sample-project.ts'],
    include: ['test/end-to-end/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 180_000,
    // What Rolecall keeps for its user is not this user's while it is tested.
    env: { ROLECALL_USER_FOLDER: join(tmpdir(), 'rolecall-test-user') },
    hookTimeout: 180_000,
  },
});
