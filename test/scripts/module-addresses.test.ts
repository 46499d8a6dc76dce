import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keepModuleAddresses } from '../../scripts/lib/module-addresses.mjs';
import { root } from '../../scripts/lib/paths.mjs';

const plugin = keepModuleAddresses({
  entry: join(root, 'main', 'engine', 'process.ts'),
  outputFile: join(root, 'dist', 'engine.mjs'),
});

function transformed(code: string, file: string): string | null {
  const transform = plugin.transform as (code: string, id: string) => { code: string } | null;
  return transform(code, join(root, file))?.code ?? null;
}

it.each([
  {
    title: 'url is the source file, seen from the bundle',
    code: 'new URL("./silero.onnx", import.meta.url)',
    file: 'native-models/silero.ts',
    expected: 'new URL("./silero.onnx", new URL("../native-models/silero.ts", import.meta.url).href)',
  },
  {
    title: 'dirname is the source folder',
    code: 'import.meta.dirname',
    file: 'native-models/silero.ts',
    expected:
      'import { fileURLToPath as rolecallPathOf } from \'node:url\'; rolecallPathOf(new URL("../native-models", import.meta.url))',
  },
  {
    title: 'main is true in the entry',
    code: 'import.meta.main',
    file: 'main/engine/process.ts',
    expected: 'true',
  },
  {
    title: 'main is false elsewhere',
    code: 'import.meta.main',
    file: 'main/engine/run.ts',
    expected: 'false',
  },
  {
    title: 'other properties are left alone',
    code: 'import.meta.env',
    file: 'main/engine/run.ts',
    expected: null,
  },
  {
    title: 'packages are left alone',
    code: 'import.meta.url',
    file: 'node_modules/zod/index.js',
    expected: null,
  },
])('$title', ({ code, file, expected }) => {
  expect(transformed(code, file)).toBe(expected);
});
