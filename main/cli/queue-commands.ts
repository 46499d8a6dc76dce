import {
  type ForeseenEpisode,
  type ForeseenRun,
  foreseeRun,
  moveMatching,
  openProject,
  queueOf,
  REASON_WORDS,
  STAGE_WORDS,
  steerRun,
} from '../engine/index.ts';
import { clock, printable, printJson, printLines, table } from './output.ts';
import type { Session } from './session.ts';

const SAID = { pause: 'The run pauses.', resume: 'The run goes on.', cancel: 'The run stops.' } as const;

/** Asks the run at work, in whatever process, to pause, to go on or to stop. */
export function steer(session: Session, path: string, what: 'pause' | 'resume' | 'cancel'): void {
  const project = openProject(path);
  try {
    const run = steerRun(project, what === 'resume' ? null : what);
    if (session.json) printJson(run);
    else printLines([`${SAID[what]} (process ${run.process} on ${printable(run.host)})`]);
  } finally {
    project.close();
  }
}

/** Shows what waits, after moving some of it where that is asked. */
export function queue(session: Session, path: string, move: { first?: string; last?: string }): void {
  const project = openProject(path);
  try {
    if (move.first !== undefined) moveMatching(project, move.first, 'first');
    if (move.last !== undefined) moveMatching(project, move.last, 'last');
    const waiting = queueOf(project);
    if (session.json) printJson({ episodes: waiting });
    else if (waiting.length === 0) printLines(['Nothing waits: all episodes are done.']);
    else {
      const rows = waiting.map((each, index) => [index + 1, printable(each.id), each.status]);
      printLines(table(['', 'episode', 'status'], rows));
    }
  } finally {
    project.close();
  }
}

/** Says what a run would do and why, and does nothing. */
export async function foresee(
  session: Session,
  path: string,
  options: { only?: string; jobs?: number },
): Promise<void> {
  const project = openProject(path);
  try {
    const foreseen = await foreseeRun(project, { ...options, signal: session.signal });
    if (session.json) printJson(foreseen);
    else printLines(linesOf(foreseen));
    if (foreseen.episodes.some(({ action }) => action === 'cannot')) session.setExitCode(1);
  } finally {
    project.close();
  }
}

function linesOf({ episodes, voices, secondsExpected }: ForeseenRun): string[] {
  const work = episodes.filter(({ action }) => action === 'work');
  const groups = Map.groupBy(work, (each) => JSON.stringify([each.reasons, each.stages, each.kept]));
  const lines = [...groups.values()].flatMap((group) => told(group));
  const done = episodes.filter(({ action }) => action === 'nothing').length;
  if (done > 0) lines.push(`${number(done)} done: nothing to do.`);
  for (const each of episodes) {
    if (each.problem !== null)
      lines.push(`${printable(each.title)} cannot be done: ${each.problem.message} ${each.problem.remedy}`);
  }
  if (voices.length > 0) lines.push(`Voices are compared in: ${voices.map(printable).join(', ')}.`);
  if (work.length > 0 && secondsExpected !== null)
    lines.push(`About ${clock(secondsExpected)}, by what earlier runs needed.`);
  return lines;
}

function told(group: readonly ForeseenEpisode[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const stages = first.stages.map((stage) => STAGE_WORDS[stage]).join(', ');
  const kept = first.kept.map((stage) => STAGE_WORDS[stage]).join(', ');
  const why = first.reasons.map((reason) => REASON_WORDS[reason]).join(', ');
  return [
    `${number(group.length)}: ${why}. To do: ${stages}.${kept === '' ? '' : ` Stays: ${kept}.`}`,
    ...group.map(({ title }) => `  ${printable(title)}`),
  ];
}

const number = (count: number): string => (count === 1 ? '1 episode' : `${count} episodes`);
