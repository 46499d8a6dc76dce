/** npm run build: makes dist/ from the sources. Runs on the pinned Node; set-up calls it when sources changed. */
import { buildAll } from './lib/build.mjs';
import { runAsMain } from './lib/say.mjs';

await runAsMain(async () => {
  await buildAll();
  return 0;
});
