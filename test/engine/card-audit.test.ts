import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { answerAudit, auditState, startAudit } from '../../main/engine/audits.ts';
import { createProject, exportProject, type Project } from '../../main/engine/index.ts';
import { putScannedEpisode, putUtterances } from '../../main/store/index.ts';
import { writeSpeechLike } from '../export/helpers.ts';
import { makeUtterance, temporaryFolder } from '../helpers/project.ts';

const LINES = 12;

/** A project of one episode with named lines. */
async function makeProject(): Promise<Project> {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'library'));
  const media = writeSpeechLike(join(folder, 'library', 'e1.wav'), LINES + 1, 5);
  const project = await createProject(join(folder, 'Audited.rolecall'), join(folder, 'library'));
  onTestFinished(() => project.close());
  putScannedEpisode(project.database, {
    ...{ id: 'e1', title: 'e1', series: 'Series_one', media },
    ...{ subtitles: null, script: null, warnings: [] },
  });
  putUtterances(
    project.database,
    Array.from({ length: LINES }, (_, at) =>
      makeUtterance({ id: `u${at}`, start: at * 16_000, end: at * 16_000 + 14_000, text: `Line ${at}.` }),
    ),
  );
  return project;
}

/** What the card says of the label error, a sentence each. */
async function labelErrors(project: Project): Promise<string[]> {
  const directory = join(temporaryFolder(), 'dataset');
  await exportProject(project, {
    ...{ directory, formats: ['csv'], acceptedOnly: false },
    ...{ signal: new AbortController().signal, onProgress: () => undefined },
  });
  const card = readFileSync(join(directory, 'README.md'), 'utf8');
  // As it is read: without the marks that keep names from being obeyed.
  const shown = card.replaceAll(/\\([^\w\s])|\\(_)/g, '$1$2');
  return shown.split('\n').filter((line) => /^- .*audit/i.test(line));
}

/** Judges a sample; `heard` says what was heard in each, by its place. */
function judge(project: Project, heard: readonly (string | null | 'unsure')[]): void {
  startAudit(project, { series: 'Series_one', size: heard.length, seed: 3 });
  for (const [at, { utterance }] of (auditState(project).current?.items ?? []).entries()) {
    const said = heard[at] ?? null;
    answerAudit(
      project,
      utterance,
      said === 'unsure' ? { character: null, unsure: true } : { character: said, unsure: false },
    );
  }
}

it('the dataset card says that no audit was made, until one was finished', async () => {
  const project = await makeProject();
  const none = [
    '- Label error: not measured, because no blind audit was made. One in the window gives it, with its interval.',
  ];
  expect(await labelErrors(project)).toEqual(none);
  startAudit(project, { series: null, size: 3 });
  expect(await labelErrors(project)).toEqual(none);
});

it('the dataset card prints the label error rate of every finished audit with its 95% interval', async () => {
  const project = await makeProject();
  judge(project, ['Orla', 'Orla', 'Piet', 'Orla', 'unsure', null, 'Orla', 'Orla', 'Orla']);
  const today = new Date().toISOString().slice(0, 10);
  // Wilson (1927), 2 of 8: (0.25 + 0.2401 ± 1.96 √(0.1875 / 8 + 0.0150)) / 1.4802, worked out by hand.
  const first = `- Blind audit of 8 of 12 labels of Series_one, finished ${today}: 2 wrong, 25.0% (95% interval 7.1% to 59.1%), 1 undecidable.`;
  expect(await labelErrors(project)).toEqual([first]);
  judge(project, ['Orla', 'Orla', 'Orla']);
  expect(await labelErrors(project)).toEqual([
    // None of 3: 1.96² / (3 + 1.96²).
    `- Blind audit of 3 of 12 labels of Series_one, finished ${today}: 0 wrong, 0.0% (95% interval 0.0% to 56.1%), 0 undecidable.`,
    first,
  ]);
});

it('an audit in which nothing could be judged gives the dataset card no error rate', async () => {
  const project = await makeProject();
  judge(project, ['unsure', 'unsure']);
  const [line, ...more] = await labelErrors(project);
  expect(more).toEqual([]);
  expect(line).toContain('2 undecidable');
  expect(line).toContain('no error rate');
  expect(line).not.toContain('%');
});
