/**
 * Makes the code.ts beside each of our .wat files. Only needed after a change there:
 *
 *   npm install --prefix FOLDER wabt@1.0.39
 *   node scripts/build-wasm.mjs FOLDER
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { root } from './lib/paths.mjs';

const SOURCES = [
  'native-models/power-spectra/power-spectra.wat',
  'native-models/ear-bands/ear-bands.wat',
  'main/validation/sound-scores/sound-scores.wat',
];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node scripts/build-wasm.mjs FOLDER\n');
  process.exit(2);
}
const wabt = await createRequire(join(resolve(folder), 'node_modules', 'x.js'))('wabt')();
for (const source of SOURCES) {
  const name = basename(source);
  const built = wabt.parseWat(name, readFileSync(join(root, source), 'utf8'), { simd: true });
  built.validate();
  const code = Buffer.from(built.toBinary({}).buffer).toString('base64');
  const lines = code.match(/.{1,100}/g) ?? [];
  writeFileSync(
    join(root, source, '..', 'code.ts'),
    `// Made by scripts/build-wasm.mjs out of ${name}: do not edit.\nexport const CODE = [\n${lines.map((line) => `  '${line}',\n`).join('')}].join('');\n`,
  );
  process.stdout.write(`${name}: ${code.length} characters\n`);
}
