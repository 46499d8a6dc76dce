/** The main job on the sample library: what `npm run demo` does once everything is set up. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProgressLine, table } from '../main/cli/output.ts';
import {
  asRolecallError,
  createProject,
  exportProject,
  openProject,
  type Project,
  projectStatus,
  runProject,
  scanProject,
  utterancesForOutput,
  verifyExport,
} from '../main/engine/index.ts';
import { median, readTruths, sampleLibrary, scoreEpisode } from '../test/helpers/sample-score.ts';

const output = fileURLToPath(new URL('../demo-output', import.meta.url));
const projectPath = join(output, 'The Lamplighters.rolecall');
const exportPath = join(output, 'The Lamplighters dataset');
const signal = new AbortController().signal;
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

try {
  const project = await openOrCreate();
  try {
    await demonstrate(project);
  } finally {
    project.close();
  }
} catch (thrown) {
  process.stderr.write(`demo: ${asRolecallError(thrown).describe()}\n`);
  process.exitCode = 1;
}

async function openOrCreate(): Promise<Project> {
  if (existsSync(join(projectPath, 'project.db'))) return openProject(projectPath);
  rmSync(projectPath, { recursive: true, force: true });
  return createProject(projectPath, sampleLibrary);
}

async function demonstrate(project: Project): Promise<void> {
  const { episodes } = await scanProject(project);
  say(`Library: ${episodes.length} episodes of an audio drama in ${sampleLibrary}`);
  const line = new ProgressLine();
  const report = await runProject(project, {
    signal,
    onProgress: ({ fraction }) => line.show(`Running: ${Math.floor(fraction * 100)}%`),
  }).finally(() => line.end());
  if (report.episodes.every((each) => each.status === 'skipped')) {
    say('Everything was done already; delete demo-output to see it done again.');
  } else {
    say(`Ran at ${report.xRealtime}x realtime.`);
  }
  for (const each of report.episodes) if (each.error) say(`${each.id}: ${each.error}`);
  reportFindings(project);
  const dataset = await exportProject(project, {
    directory: exportPath,
    formats: ['audiofolder', 'jsonl'],
    acceptedOnly: false,
    signal,
    onProgress: (_fraction, message) => line.show(message),
  }).finally(() => line.end());
  const checked = await verifyExport(exportPath, { signal });
  say('');
  say(`Project: ${project.path}`);
  say(
    `Dataset: ${exportPath} (${dataset.utterances} utterances, ${dataset.files} files, ${checked.ok ? 'verified' : 'FAULTY'})`,
  );
  for (const { file, message } of checked.findings) say(`  ${file} ${message}`);
  // What the launcher opens the window on.
  writeFileSync(join(output, 'result.json'), JSON.stringify({ project: project.path }));
  if (!checked.ok || report.episodes.some((each) => each.status === 'failed')) process.exitCode = 1;
}

function reportFindings(project: Project): void {
  const status = projectStatus(project);
  const said = utterancesForOutput(project, null);
  const scores = readTruths().map((truth) => {
    const title = basename(truth.media).replace(/\.[^.]+$/, '');
    const id = status.episodes.find((each) => each.title === title)?.id;
    return {
      title,
      score: scoreEpisode(
        truth,
        said.filter((each) => each.episode === id),
      ),
    };
  });
  say('');
  for (const row of table(
    ['episode', 'utterances', 'speaker right', 'of', 'boundary error (median, ms)'],
    scores.map(({ title, score }) => [
      title,
      status.episodes.find((each) => each.title === title)?.utterances ?? 0,
      score.right,
      score.attributed,
      Math.round(median(score.boundaryErrors) * 1000),
    ]),
  )) {
    say(row);
  }
  const right = scores.reduce((sum, { score }) => sum + score.right, 0);
  const attributed = scores.reduce((sum, { score }) => sum + score.attributed, 0);
  say(`Speaker accuracy against the sample's truth: ${((100 * right) / attributed).toFixed(1)}%`);
  say('');
  for (const row of table(['state', 'utterances'], Object.entries(status.states))) say(row);
}
