import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { RolecallError } from '../model/index.ts';
import { type Audit, type AuditResult, audit, auditResult, drawSample } from '../review/index.ts';
import { auditableIds, getSetting, getUtterance, putSetting } from '../store/index.ts';
import type { Project } from './project.ts';

const read = ({ database }: Project): Audit[] => {
  const json = getSetting(database, 'audits');
  return json === null ? [] : z.array(audit).parse(JSON.parse(json));
};

const write = ({ database }: Project, audits: readonly Audit[]): void =>
  putSetting(database, 'audits', JSON.stringify(audits));

const openAudit = (project: Project): Audit | null =>
  read(project).find(({ finishedAt }) => finishedAt === null) ?? null;

/** The audit at work without its labels, and the results of the finished ones, newest first. */
export function auditState(project: Project) {
  const current = openAudit(project);
  return {
    current:
      current === null
        ? null
        : {
            id: current.id,
            series: current.series,
            seed: current.seed,
            population: current.population,
            items: current.items.map(({ label: _hidden, ...shown }) => shown),
          },
    results: auditResults(project),
  };
}

/** Results of the finished audits, newest first: what the dataset card prints. */
export const auditResults = (project: Project): AuditResult[] =>
  read(project)
    .filter(({ finishedAt }) => finishedAt !== null)
    .map(auditResult)
    .reverse();

/** Draws a sample; an audit at work is given up. */
export function startAudit(
  project: Project,
  {
    series,
    size,
    seed = randomInt(1, 2 ** 31),
  }: { series: string | null; size: number; seed?: number | undefined },
): void {
  const ids = auditableIds(project.database, series);
  if (ids.length === 0) {
    throw new RolecallError({
      kind: 'usage',
      message: 'There is no named utterance to audit yet.',
      remedy: 'Run the library first.',
    });
  }
  const items = drawSample(ids, size, seed).flatMap((id) => {
    const found = getUtterance(project.database, id);
    if (found === null || found.speaker === null) return [];
    const { episode, start, end, text, speaker } = found;
    return [{ utterance: id, episode, start, end, text, label: speaker, answer: null }];
  });
  const done = read(project).filter(({ finishedAt }) => finishedAt !== null);
  write(project, [
    ...done,
    {
      id: (done.at(-1)?.id ?? 0) + 1,
      series,
      seed,
      population: ids.length,
      startedAt: new Date().toISOString(),
      finishedAt: null,
      items,
    },
  ]);
}

/** Notes what a person heard; the audit ends by itself with its last answer. */
export function answerAudit(
  project: Project,
  utterance: string,
  answer: { character: string | null; unsure: boolean },
): void {
  change(project, (current) => {
    const items = current.items.map((item) => (item.utterance === utterance ? { ...item, answer } : item));
    const finished = items.every((item) => item.answer !== null);
    return { ...current, items, finishedAt: finished ? new Date().toISOString() : null };
  });
}

/** Ends the audit with the answers given so far; without any it is dropped. */
export function finishAudit(project: Project): void {
  change(project, (current) =>
    current.items.some(({ answer }) => answer !== null)
      ? { ...current, finishedAt: new Date().toISOString() }
      : null,
  );
}

function change(project: Project, how: (current: Audit) => Audit | null): void {
  const audits = read(project);
  const current = openAudit(project);
  if (current === null) {
    throw new RolecallError({ kind: 'usage', message: 'No audit is at work.', remedy: 'Start one first.' });
  }
  write(
    project,
    audits.flatMap((each) => (each.id === current.id ? (how(each) ?? []) : each)),
  );
}
