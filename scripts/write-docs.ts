/** npm run docs: writes the documents that are made from the code, whole or in part. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandLineReference } from '../main/cli/reference.ts';
import { withWindowKeys } from './lib/window-keys.ts';

const documents = fileURLToPath(new URL('../docs/', import.meta.url));
writeFileSync(`${documents}command-line.md`, commandLineReference());
const manual = `${documents}using.md`;
writeFileSync(manual, withWindowKeys(readFileSync(manual, 'utf8')));
