import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/project.ts';

// onnxruntime 1.30 reports usage to its maker, and logs that into the temporary folder, unless it is told not to.
it('the inference runtime sends nothing and leaves nothing in the temporary folder', () => {
  const folder = temporaryFolder();
  const models = new URL('../../native-models/index.ts', import.meta.url).href;
  const script = `import { InferenceHost } from ${JSON.stringify(models)};
    const host = new InferenceHost();
    await host.describe(host.speechModel().id);
    await host.close();`;
  const { ORT_DISABLE_TELEMETRY: _ours, ...environment } = process.env;
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...environment, TMPDIR: folder },
  });
  expect(readdirSync(folder)).toEqual([]);
});
