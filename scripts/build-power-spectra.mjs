/**
 * Makes native-models/power-spectra/code.ts out of power-spectra.wat beside it. Only needed after a change there:
 *
 *   npm install --prefix FOLDER wabt@1.0.39
 *   node scripts/build-power-spectra.mjs FOLDER
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node scripts/build-power-spectra.mjs FOLDER\n');
  process.exit(2);
}
const wabt = await createRequire(join(resolve(folder), 'node_modules', 'x.js'))('wabt')();
const from = new URL('../native-models/power-spectra/power-spectra.wat', import.meta.url);
const built = wabt.parseWat('power-spectra.wat', readFileSync(from, 'utf8'), { simd: true });
built.validate();
const code = Buffer.from(built.toBinary({}).buffer).toString('base64');
const lines = code.match(/.{1,100}/g) ?? [];
writeFileSync(
  new URL('code.ts', from),
  `// Made by scripts/build-power-spectra.mjs out of power-spectra.wat: do not edit.\nexport const CODE = [\n${lines.map((line) => `  '${line}',\n`).join('')}].join('');\n`,
);
process.stdout.write(`${code.length} characters\n`);
