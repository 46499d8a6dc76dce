/**
 * The walls of the house: which room may import which. A room is a folder; the table below is the whole
 * rule, and everything that it does not name is forbidden. `npm run check` fails where a wall is crossed.
 *
 * Beside folders of the repository a room may name `npm:PACKAGE` (where packages are restricted at all)
 * and `node` (Node's own modules; rooms that must run without Node do not get it).
 */

const ENGINE_ROOMS = [
  'main/model',
  'main/media',
  'main/speech',
  'main/text',
  'main/alignment',
  'main/voice',
  'main/store',
  'main/review',
  'main/export',
  'main/evaluation',
  'main/validation',
  'main/network',
  'main/recognition',
  'main/batch',
];

/** @type {{room: string, may: string[], node: boolean, why: string}[]} */
const ROOMS = [
  {
    room: 'main/model',
    may: [],
    node: false,
    why: 'Domain types are shared by everything, so they know nothing else.',
  },
  {
    room: 'main/media',
    may: ['main/model'],
    node: true,
    why: 'Finding, probing, decoding and cutting files is all that media does.',
  },
  {
    room: 'main/speech',
    may: ['main/model', 'native-models'],
    node: true,
    why: 'Speech takes PCM and gives segments; the pipeline brings the PCM.',
  },
  {
    room: 'main/text',
    may: ['main/model'],
    node: true,
    why: 'Readers turn bytes into cues and lines; what becomes of them is not their concern.',
  },
  {
    room: 'main/alignment',
    may: ['main/model'],
    node: false,
    why: 'Alignment is pure: values in, values out, no files, no clock.',
  },
  {
    room: 'main/voice',
    may: ['main/model', 'native-models'],
    node: true,
    why: "Voice works on embeddings; storing them is the store's work.",
  },
  {
    room: 'main/store',
    may: ['main/model'],
    node: true,
    why: 'The store keeps what the stages give it and calls none of them.',
  },
  {
    room: 'main/review',
    may: ['main/model', 'main/store'],
    node: true,
    why: 'Review edits what is stored; it does not run stages.',
  },
  {
    room: 'main/export',
    may: ['main/model', 'main/store', 'main/media'],
    node: true,
    why: 'Export reads the store and cuts media, nothing more.',
  },
  {
    room: 'main/evaluation',
    may: ['main/model', 'main/store', 'main/voice', 'main/text', 'main/media', 'main/network'],
    node: true,
    why: 'Evaluation measures datasets; it does not make them.',
  },
  {
    room: 'main/validation',
    may: ['main/model', 'main/text', 'main/speech'],
    node: false,
    why: 'Validation weighs words against sound: values in, numbers out; the engine brings both.',
  },
  {
    room: 'main/network',
    may: ['main/model'],
    node: true,
    why: 'The network knows addresses and bytes; it never leaves the machine unless a person says so.',
  },
  {
    room: 'main/recognition',
    may: ['main/model', 'main/media', 'main/network', 'native-models'],
    node: true,
    why: 'A recogniser takes sound and gives words; what they are compared with is not its concern.',
  },
  {
    room: 'main/batch',
    may: ['main/model', 'main/store', 'main/engine'],
    node: true,
    why: 'Batch decides when an episode runs; the engine knows how.',
  },
  {
    room: 'main/engine',
    may: ENGINE_ROOMS.concat('main/contract', 'native-models'),
    node: true,
    why: 'The engine is headless: it wires the rooms and never sees a window.',
  },
  {
    room: 'main/contract',
    may: ['main/model'],
    node: false,
    why: 'The contract is schemas that both sides of the bridge load.',
  },
  {
    room: 'main/preload',
    may: ['main/contract'],
    node: false,
    why: 'The preload is a page of code in a sandbox: it passes messages on.',
  },
  {
    room: 'main/app',
    // The words of menus and dialogs stand in the one catalogue, in a file that imports nothing.
    may: ['main/contract', 'renderer/ui/strings/application.ts'],
    node: true,
    why: "Electron's main process hosts windows; the engine works in another process.",
  },
  {
    room: 'main/cli',
    may: ['main/engine', 'main/contract'],
    node: true,
    why: 'The command line calls the engine, like the window does.',
  },
  {
    room: 'native-models',
    // Failures of models are told like all others, with place and remedy; and mathematics has one home for all rooms.
    may: [
      'main/model/errors.ts',
      'main/model/fourier.ts',
      'main/model/power-spectrum.ts',
      'main/model/web-assembly.ts',
    ],
    node: true,
    why: 'A model adapter knows tensors, not the product.',
  },
  {
    room: 'renderer/engine-client',
    // It says that a call failed in the words of the one catalogue, from a file that imports nothing.
    may: ['main/contract', 'main/model', 'renderer/ui/strings/application.ts'],
    node: false,
    why: 'The client of the bridge knows the contract only.',
  },
  {
    room: 'renderer/waveform',
    may: ['main/model', 'renderer/ui'],
    node: false,
    why: 'The waveform draws what it is given.',
  },
  { room: 'renderer/ui', may: [], node: false, why: 'Controls know nothing of the product.' },
];

const SCREEN_MAY = ['renderer/engine-client', 'renderer/waveform', 'renderer/ui', 'main/model'];
const SOURCES = '^(?:main|renderer|native-models|test|scripts|bin)/';

/** Packages with one home. `homes` are the folders that may import them. */
const PACKAGES_WITH_A_HOME = [
  {
    name: 'onnxruntime-node',
    homes: ['native-models'],
    why: 'One adapter a model, all in native-models: Float32Array in, numbers out.',
  },
  {
    name: 'better-sqlite3',
    homes: ['main/store'],
    why: 'Only the store speaks SQL, so that a project has one writer.',
  },
  {
    name: 'electron',
    homes: ['main/app', 'main/preload'],
    why: 'Everything else runs without Electron: on the command line, in tests, in other processes.',
  },
  {
    name: 'wavesurfer.js',
    homes: ['renderer/waveform'],
    why: 'One room owns the library, its listeners and its lifetime.',
  },
];

const NODE_MODULES = '(?:^|/)node_modules/';
const folder = (path) => (path.endsWith('.ts') ? `^${path.replaceAll('.', '\\.')}$` : `^${path}/`);
const anyOf = (paths) => paths.map(folder).join('|');
const packageNamed = (name) =>
  `${NODE_MODULES}${name.replaceAll('.', '\\.')}/|^${name.replaceAll('.', '\\.')}(?:/|$)`;
const ruleName = (room) => room.replaceAll('/', '-');

/** A room may import itself and what its row names. */
const roomRules = ROOMS.map(({ room, may, why }) => ({
  name: `${ruleName(room)}-imports-only-its-neighbours`,
  comment: `${why} ${room} may import: ${may.join(', ') || 'nothing of the project'}. Move the code, or pass the value in from main/engine/pipeline.ts (in the window: from the screen).`,
  severity: 'error',
  from: { path: folder(room) },
  to: { path: SOURCES, pathNot: anyOf([room, ...may]) },
}));

const nodeRules = ROOMS.filter(({ node }) => !node).map(({ room }) => ({
  name: `${ruleName(room)}-runs-without-node`,
  comment: `${room} must load in the window and in tests without Node: take bytes, paths or times as arguments instead.`,
  severity: 'error',
  from: { path: folder(room) },
  to: { dependencyTypes: ['core'] },
}));

const packageRules = PACKAGES_WITH_A_HOME.map(({ name, homes, why }) => ({
  name: `${name.replaceAll('.', '-')}-only-at-home`,
  comment: `${why} Only ${homes.join(' and ')} may import ${name}.`,
  severity: 'error',
  from: { pathNot: `${anyOf(homes)}|${NODE_MODULES}|^test/|^scripts/` },
  to: { path: packageNamed(name) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
    ...nodeRules,
    ...packageRules,
    {
      name: 'screens-never-import-one-another',
      comment:
        'Two screens that share something share a control (renderer/ui), the waveform or the engine client, not each other.',
      severity: 'error',
      from: { path: '^renderer/screens/([^/]+)/' },
      to: { path: '^renderer/screens/([^/]+)', pathNot: '^renderer/screens/$1/' },
    },
    {
      name: 'screens-import-only-their-neighbours',
      comment: `A screen may import: ${SCREEN_MAY.join(', ')}. What it needs of the engine comes through the engine client.`,
      severity: 'error',
      from: { path: '^renderer/screens/' },
      to: { path: SOURCES, pathNot: anyOf(['renderer/screens', ...SCREEN_MAY]) },
    },
    {
      name: 'renderer-imports-only-the-window-and-the-model',
      comment:
        'The files at the top of renderer/ put screens together. The engine is reached through renderer/engine-client only.',
      severity: 'error',
      from: { path: '^renderer/[^/]+$' },
      to: { path: SOURCES, pathNot: '^renderer/|^main/model/' },
    },
    {
      name: 'renderer-runs-without-node',
      comment:
        'The window is a sandboxed page: it has no Node. Ask the engine through renderer/engine-client.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'model-imports-only-zod',
      comment: 'The model is loaded by every process and by the page: zod is its only package.',
      severity: 'error',
      from: { path: '^main/model/' },
      to: { path: NODE_MODULES, pathNot: packageNamed('zod') },
    },
    {
      name: 'product-imports-no-tests-or-scripts',
      comment: 'What ships must not lean on tests, fixtures or build scripts.',
      severity: 'error',
      from: { path: '^(?:main|renderer|native-models)/' },
      to: { path: '^(?:test|scripts|bin)/' },
    },
    {
      name: 'no-circular',
      comment:
        'A circle has no bottom to test first. Take out what both need into a third file, or pass it as an argument.',
      severity: 'error',
      from: { pathNot: NODE_MODULES },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere: a wrong path, or a package that is not in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/fixtures/|\\.onnx$' },
    // Type imports count: a type that is needed across a wall is knowledge across a wall.
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'types', 'default'],
      exportsFields: ['exports'],
    },
  },
};
