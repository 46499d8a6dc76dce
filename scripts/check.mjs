/** npm run check: types, format, lint, walls, generated documents. Exit code 1 where one fails. */
import { runChecks } from './lib/checks.mjs';
import { runAsMain } from './lib/say.mjs';
import { setUp } from './lib/set-up.mjs';

await runAsMain(async () => {
  const { node } = await setUp();
  const { passed, failed } = await runChecks(node);
  console.log(`${passed} checks passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
