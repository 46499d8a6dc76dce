import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ENDINGS } from '../../main/media/library-name.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};
const DOCUMENTS = [
  'README.md',
  'renderer/README.md',
  ...readdirSync(`${ROOT}/docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

it.each(DOCUMENTS)('%s names only npm scripts that there are', (name) => {
  const text = readFileSync(`${ROOT}/${name}`, 'utf8');
  const named = [...text.matchAll(/`npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] as string);
  expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
  // A benchmark is run by its script, on the Node that the project is made for.
  expect(text).not.toMatch(/node test\/benchmark/);
});

it.each(DOCUMENTS)('%s points only at files that there are', (name) => {
  const text = readFileSync(`${ROOT}/${name}`, 'utf8');
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] as string);
  const files = links.filter((link) => !/^[a-z]+:/.test(link));
  expect(files.filter((link) => !existsSync(resolve(ROOT, dirname(name), link)))).toEqual([]);
  const sources = [...text.matchAll(/`((?:main|native-models|renderer|scripts|test)\/[\w./-]+\.\w+)`/g)];
  expect(sources.map((match) => match[1] as string).filter((file) => !existsSync(`${ROOT}/${file}`))).toEqual(
    [],
  );
});

it('each benchmark has an npm script', () => {
  const benchmarks = readdirSync(`${ROOT}/test/benchmark`).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const all = Object.values(scripts).join('\n');
  expect(benchmarks.filter((name) => !all.includes(`test/benchmark/${name}`))).toEqual([]);
});

const README = readFileSync(`${ROOT}/README.md`, 'utf8');

it.each(['media', 'subtitles', 'script'] as const)('README.md tells the endings of %s', (what) => {
  const row = README.split('\n').find((line) => line.startsWith(`| ${what.replace('script', 'scripts')} |`));
  const told = [...(row ?? '').matchAll(/`(\.[^`]*)`/g)].flatMap((match) => (match[1] as string).split(' '));
  expect(told.sort()).toEqual(
    ENDINGS[what]
      .split(' ')
      .map((ending) => `.${ending}`)
      .sort(),
  );
});

it('README.md names every folder of the sources', () => {
  const rooms = readdirSync(`${ROOT}/main`).map((room) => `main/${room}`);
  for (const folder of [...rooms, 'renderer', 'native-models', 'scripts', 'bin', 'test'])
    expect(README).toContain(`\`${folder}\``);
});
