/** npm run docs: writes the documents that are made from the code. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandLineReference } from '../main/cli/reference.ts';

writeFileSync(fileURLToPath(new URL('../docs/command-line.md', import.meta.url)), commandLineReference());
