import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../scripts/lib/paths.mjs';

/**
 * The walls of .dependency-cruiser.cjs, proved to bite: a small house is built in which every wall is
 * crossed once (and some doors are used rightly), and the checker must name each crossing by its rule.
 */
type Crossing = readonly [from: string, imports: string, rule: string];

const CROSSINGS: readonly Crossing[] = [
  ['main/model', '../text/room.ts', 'main-model-imports-only-its-neighbours'],
  ['main/model', 'node:fs', 'main-model-runs-without-node'],
  ['main/model', 'csv-parse', 'model-imports-only-zod'],
  ['main/media', '../text/room.ts', 'main-media-imports-only-its-neighbours'],
  ['main/speech', '../media/room.ts', 'main-speech-imports-only-its-neighbours'],
  ['main/text', '../alignment/room.ts', 'main-text-imports-only-its-neighbours'],
  ['main/alignment', '../text/room.ts', 'main-alignment-imports-only-its-neighbours'],
  ['main/alignment', 'node:path', 'main-alignment-runs-without-node'],
  ['main/voice', '../store/room.ts', 'main-voice-imports-only-its-neighbours'],
  ['main/store', '../alignment/room.ts', 'main-store-imports-only-its-neighbours'],
  ['main/review', '../engine/room.ts', 'main-review-imports-only-its-neighbours'],
  ['main/export', '../voice/room.ts', 'main-export-imports-only-its-neighbours'],
  ['main/evaluation', '../export/room.ts', 'main-evaluation-imports-only-its-neighbours'],
  ['main/validation', '../store/room.ts', 'main-validation-imports-only-its-neighbours'],
  ['main/validation', 'node:fs', 'main-validation-runs-without-node'],
  ['main/network', '../text/room.ts', 'main-network-imports-only-its-neighbours'],
  ['main/recognition', '../text/room.ts', 'main-recognition-imports-only-its-neighbours'],
  ['main/batch', '../text/room.ts', 'main-batch-imports-only-its-neighbours'],
  ['main/engine', '../app/room.ts', 'main-engine-imports-only-its-neighbours'],
  ['main/engine', 'electron', 'electron-only-at-home'],
  ['main/contract', '../engine/room.ts', 'main-contract-imports-only-its-neighbours'],
  ['main/preload', 'node:fs', 'main-preload-runs-without-node'],
  ['main/preload', '../model/room.ts', 'main-preload-imports-only-its-neighbours'],
  ['main/app', '../engine/room.ts', 'main-app-imports-only-its-neighbours'],
  ['main/cli', '../store/room.ts', 'main-cli-imports-only-its-neighbours'],
  ['main/review', 'better-sqlite3', 'better-sqlite3-only-at-home'],
  ['main/voice', 'onnxruntime-node', 'onnxruntime-node-only-at-home'],
  ['native-models', '../main/model/room.ts', 'native-models-imports-only-its-neighbours'],
  ['renderer/screens/library', '../review/room.ts', 'screens-never-import-one-another'],
  ['renderer/screens/library', '../../../main/contract/room.ts', 'screens-import-only-their-neighbours'],
  ['renderer', '../main/engine/room.ts', 'renderer-imports-only-the-window-and-the-model'],
  ['renderer/screens/library', 'node:fs', 'renderer-runs-without-node'],
  [
    'renderer/engine-client',
    '../screens/review/room.ts',
    'renderer-engine-client-imports-only-its-neighbours',
  ],
  ['renderer/ui', '../../main/model/room.ts', 'renderer-ui-imports-only-its-neighbours'],
  ['renderer/waveform', '../engine-client/room.ts', 'renderer-waveform-imports-only-its-neighbours'],
  ['renderer/screens/review', 'wavesurfer.js', 'wavesurfer-js-only-at-home'],
  ['main/engine', '../../test/helper.ts', 'product-imports-no-tests-or-scripts'],
  ['main/text', './not-there.ts', 'no-unresolvable'],
  ['main/text', './circle.ts', 'no-circular'],
];

/** Imports that the table of rooms allows: none of them may be reported. */
const DOORS: readonly (readonly [from: string, imports: string])[] = [
  ['main/model', 'zod'],
  ['main/speech', '../../native-models/room.ts'],
  ['main/store', 'better-sqlite3'],
  ['main/batch', '../engine/room.ts'],
  ['main/engine', '../alignment/room.ts'],
  ['main/app', 'electron'],
  ['main/cli', '../engine/room.ts'],
  ['native-models', 'onnxruntime-node'],
  ['native-models', '../main/model/errors.ts'],
  ['renderer/waveform', 'wavesurfer.js'],
  ['renderer/screens/review', '../../engine-client/room.ts'],
  ['test', '../main/store/room.ts'],
];

const ROOMS = [
  ...['model', 'media', 'speech', 'text', 'alignment', 'voice', 'store', 'review', 'export', 'evaluation'],
  ...['validation', 'network', 'recognition', 'batch', 'engine', 'contract', 'preload', 'app', 'cli'],
].map((room) => `main/${room}/room.ts`);
const OTHER_FILES = [
  ...[
    'native-models/room.ts',
    'main/model/errors.ts',
    'renderer/engine-client/room.ts',
    'renderer/waveform/room.ts',
  ],
  ...['renderer/ui/room.ts', 'renderer/screens/review/room.ts', 'test/helper.ts'],
];

type Violation = { from: string; to: string; rule: { name: string } };

let house = '';
let violations: readonly Violation[] = [];

beforeAll(() => {
  // Inside the repository, so that packages resolve as they do for the real sources; named so that
  // set-up clears it where this process is killed.
  mkdirSync(join(root, '.setup'), { recursive: true });
  house = mkdtempSync(join(root, '.setup', `tmp-${process.pid}-walls-`));
  for (const file of [...ROOMS, ...OTHER_FILES]) write(file, 'export const room = 1;\n');
  for (const [folder, imports] of [...CROSSINGS, ...DOORS]) {
    write(fileOf(folder, imports), `import '${imports}';\n`);
  }
  write('main/text/circle.ts', `import './${basename(fileOf('main/text', './circle.ts'))}';\n`);
  violations = cruise(house);
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('walls between rooms', () => {
  it.each(CROSSINGS)('%s may not import %s: %s', (folder, imports, rule) => {
    const file = fileOf(folder, imports);
    // A circle is reported once, from whichever of its files was read first.
    const found = violations.filter(({ from, to }) => from === file || to === file);
    expect(found.map((violation) => violation.rule.name)).toContain(rule);
  });

  it.each(DOORS)('%s may import %s', (folder, imports) => {
    expect(violations.filter(({ from }) => from === fileOf(folder, imports))).toEqual([]);
  });

  it('reports nothing that is not a crossing', () => {
    const crossing = new Set(CROSSINGS.map(([folder, imports]) => fileOf(folder, imports)));
    crossing.add('main/text/circle.ts');
    expect(violations.filter(({ from }) => !crossing.has(from))).toEqual([]);
  });

  it('tries every rule', () => {
    const known = ruleNames();
    const tried = new Set(CROSSINGS.map(([, , rule]) => rule));
    const untried = known.filter((name) => !tried.has(name) && !name.endsWith('-runs-without-node'));
    expect(untried).toEqual([]);
  });
});

/** Each import has a file of its own, named after what it imports. */
function fileOf(folder: string, imports: string): string {
  return `${folder}/imports-${imports.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '')}.ts`;
}

function write(file: string, text: string): void {
  const path = join(house, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function cruise(folder: string): readonly Violation[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      ...['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'],
      ...['main', 'renderer', 'native-models', 'test'],
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(`dependency-cruiser printed nothing: ${stderr}`);
  return JSON.parse(stdout).summary.violations;
}

function ruleNames(): string[] {
  const { stdout } = spawnSync(
    process.execPath,
    ['-p', "JSON.stringify(require('./.dependency-cruiser.cjs').forbidden.map((rule) => rule.name))"],
    { cwd: root, encoding: 'utf8' },
  );
  return JSON.parse(stdout);
}
