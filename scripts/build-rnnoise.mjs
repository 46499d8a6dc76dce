/**
 * Makes native-models/rnnoise/rnnoise.wasm: the module that @jitsi/rnnoise-wasm holds, with the function where most of
 * its time goes replaced by native-models/rnnoise/linear.wat. Only needed to check the file or to make it anew:
 *
 *   npm install --prefix FOLDER @jitsi/rnnoise-wasm@0.2.1 wabt@1.0.39
 *   node scripts/build-rnnoise.mjs FOLDER [TARGET]
 *
 * Writes the published module beside it as TARGET.original, and says whether both give the same samples.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Rnnoise } from '../native-models/rnnoise.ts';

const ORIGINAL = '4f513a50613de74378331237886138eab52fa2650e8b1a41eb587d932d9b8850';
const REPLACED = 'rnn_compute_linear_c';

const [folder, target = 'native-models/rnnoise/rnnoise.wasm'] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: node scripts/build-rnnoise.mjs FOLDER [TARGET]\n');
  process.exit(2);
}
/** @param {Uint8Array} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const modules = join(resolve(folder), 'node_modules');
const script = readFileSync(join(modules, '@jitsi/rnnoise-wasm/dist/rnnoise-sync.js'), 'utf8');
const original = Buffer.from(/base64,([A-Za-z0-9+/=]+)/.exec(script)?.[1] ?? '', 'base64');
if (sha256(original) !== ORIGINAL) throw new Error(`another module than expected: ${sha256(original)}`);

const wabt = await createRequire(join(modules, 'x.js'))('wabt')();
const known = wabt.readWasm(original, { readDebugNames: true });
known.generateNames();
known.applyNames();
const text = known.toText({ foldExprs: false, inlineExport: false });
const head = `  (func $${REPLACED} (type `;
if (text.split(head).length !== 2) throw new Error(`the module has no function ${REPLACED}`);
const ours = readFileSync(new URL('../native-models/rnnoise/linear.wat', import.meta.url), 'utf8');
const built = wabt.parseWat(
  'rnnoise.wat',
  text.replace(head, () => `${ours}  (func $linear_scalar (type `),
  {
    simd: true,
  },
);
built.validate();
const bytes = Buffer.from(built.toBinary({ write_debug_names: true }).buffer);
writeFileSync(target, bytes);
writeFileSync(`${target}.original`, original);
process.stdout.write(`${target}: ${bytes.length} bytes, sha256 ${sha256(bytes)}\n`);

// A minute of noise that comes and goes, with a buzz of changing pitch.
let state = 1;
let phase = 0;
const sound = Float32Array.from({ length: 60 * 48_000 }, (_, at) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
  phase = (phase + 110 + 60 * Math.sin(at / 30_000)) % 48_000;
  const buzz = Math.sin(at / 15_000) > 0 ? phase / 48_000 - 0.5 : 0;
  return (state / 0x7fff_ffff - 0.5) * (0.05 + 0.2 * Math.sin(at / 200_000) ** 2) + 0.5 * buzz;
});
/** @param {Uint8Array} module */
async function enhanced(module) {
  const started = process.cpuUsage();
  const [clip = new Float32Array()] = await new Rnnoise(Uint8Array.from(module)).enhance([sound]);
  const { user, system } = process.cpuUsage(started);
  process.stdout.write(`one minute in ${((user + system) / 1e6).toFixed(2)} s of one core\n`);
  return Buffer.from(clip.buffer);
}
const isSame = (await enhanced(original)).equals(await enhanced(bytes));
process.stdout.write(isSame ? 'the same samples, bit for bit\n' : 'OTHER SAMPLES\n');
process.exitCode = isSame ? 0 : 1;
