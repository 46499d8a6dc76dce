import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createProject, type Project, runProject, scanProject } from '../../main/engine/index.ts';
import { chooseRecogniser } from '../../main/engine/recognise.ts';
import type { Utterance } from '../../main/model/index.ts';
import { applyEdit } from '../../main/review/index.ts';
import { everyUtterance } from '../../main/store/index.ts';
import { compareRecognition } from '../../main/validation/index.ts';
import { temporaryFolder } from '../helpers/project.ts';
import { makeShortLibrary } from '../helpers/short-library.ts';

const { signal } = new AbortController();

/** What the program below says that it heard in a clip: tells apart spans of other lengths. */
const saidOf = (samples: number): string => `yes of ${samples} the step`;

/** A program that counts the samples of each file, says so, and writes down how many files it was given. */
function makeRecogniser(): { readonly line: string; readonly filesHeard: () => number } {
  const folder = temporaryFolder();
  const program = join(folder, 'ears.mjs');
  const log = join(folder, 'heard.txt');
  writeFileSync(log, '');
  writeFileSync(
    program,
    `import { appendFileSync, statSync } from 'node:fs';
     const files = process.argv.slice(2);
     appendFileSync(${JSON.stringify(log)}, files.map((file) => file + '\\n').join(''));
     const said = (file) => \`yes of \${(statSync(file).size - 44) / 2} the step\`;
     console.log(JSON.stringify({ results: files.map((file) => ({ file, text: said(file) })) }));`,
  );
  return {
    line: `command:${JSON.stringify([process.execPath, program])}`,
    filesHeard: () => readFileSync(log, 'utf8').split('\n').length - 1,
  };
}

/** Two episodes with a line of one syllable, as most conversations have them. */
async function makeLibrary(): Promise<string> {
  const library = await makeShortLibrary(join(temporaryFolder(), 'library'));
  for (const folder of [library, join(library, 'Scripts')])
    for (const name of readdirSync(folder).filter((each) => /\.(srt|vtt|txt|html)$/.test(each)))
      writeFileSync(
        join(folder, name),
        readFileSync(join(folder, name), 'utf8').replaceAll(/\bHm\./g, 'No.'),
      );
  return library;
}

const isHeard = ({ text, state, start, end }: Utterance): boolean =>
  text !== '' && end > start && !['scripted-not-spoken', 'unusable'].includes(state);

const expected = ({ text, start, end }: Utterance) =>
  compareRecognition('ears.mjs', text, saidOf(end - start));

/** Word errors as they are stored, beside what they should be. */
const compared = (project: Project) =>
  [...everyUtterance(project.database)].map((row) => ({
    text: row.text,
    stored: row.transcript?.recogniser ?? null,
    wanted: isHeard(row) ? expected(row) : null,
  }));

it('a run over a library stores the word errors of every spoken line, the shortest too, and asks for none twice', async () => {
  vi.stubEnv('ROLECALL_USER_FOLDER', temporaryFolder());
  const project = await createProject(join(temporaryFolder(), 'heard.rolecall'), await makeLibrary());
  onTestFinished(() => project.close());
  await scanProject(project);
  const recogniser = makeRecogniser();
  await chooseRecogniser(project, recogniser.line, { allowRemote: false });

  const report = await runProject(project, { signal });
  expect(report.episodes.map(({ status, error }) => [status, error])).toEqual([
    ['done', undefined],
    ['done', undefined],
  ]);
  const first = compared(project);
  expect(first.filter(({ wanted }) => wanted !== null).length).toBeGreaterThan(30);
  expect(first.map(({ text, stored }) => ({ text, stored }))).toEqual(
    first.map(({ text, wanted }) => ({ text, stored: wanted })),
  );

  // A decision compares the voices anew, which writes all rows of the machine again; another text is another comparison.
  const asked = recogniser.filesHeard();
  const rows = [...everyUtterance(project.database)].filter(isHeard);
  const [accepted, retold] = rows;
  applyEdit(project.database, accepted!.episode, { kind: 'accept', utterances: [accepted!.id] }, 'tester');
  applyEdit(
    project.database,
    retold!.episode,
    { kind: 'retext', utterance: retold!.id, text: 'Mind the step.' },
    'tester',
  );
  await runProject(project, { signal });
  const second = compared(project);
  expect(second.map(({ stored }) => stored)).toEqual(second.map(({ wanted }) => wanted));
  expect(second.find(({ text }) => text === 'Mind the step.')?.stored?.differences).not.toEqual([]);
  expect(recogniser.filesHeard()).toBe(asked);

  await chooseRecogniser(project, 'none', { allowRemote: false });
  await runProject(project, { signal });
  expect(compared(project).filter(({ stored }) => stored !== null)).toEqual([]);
  expect([...everyUtterance(project.database)].some(({ transcript }) => transcript !== null)).toBe(true);
});
