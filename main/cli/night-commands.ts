import { makeBackup, openProject, projectBackups, restoreBackup, writeReport } from '../engine/index.ts';
import { printable, printJson, printLines, table } from './output.ts';
import type { Session } from './session.ts';

/** Writes the morning report of a project as it stands now. */
export async function report(session: Session, path: string): Promise<void> {
  const project = openProject(path);
  try {
    const { html, json, report: found } = await writeReport(project, null);
    if (session.json) printJson(found);
    else printLines([`Written: ${html} and ${json}`]);
    if (found.failures.length > 0) session.setExitCode(1);
  } finally {
    project.close();
  }
}

export async function backup(session: Session, path: string): Promise<void> {
  const project = openProject(path);
  try {
    const made = await makeBackup(project.database, project.path);
    if (session.json) printJson(made);
    else printLines([`Backed up: ${made.file} (${(made.bytes / 1e6).toFixed(1)} MB)`]);
  } finally {
    project.close();
  }
}

export function restore(session: Session, path: string, options: { from?: string; list?: boolean }): void {
  if (options.list) {
    const backups = projectBackups(path);
    if (session.json) printJson({ backups });
    else {
      const rows = backups.map((each) => [each.madeAt.toISOString(), each.bytes, printable(each.file)]);
      printLines(rows.length === 0 ? ['There are no backups.'] : table(['made', 'bytes', 'file'], rows));
    }
    return;
  }
  const done = restoreBackup(path, options.from);
  if (session.json) printJson(done);
  else {
    printLines([
      `Restored: ${printable(done.restored)}`,
      ...(done.setAside === null ? [] : [`What was there is kept at ${printable(done.setAside)}`]),
    ]);
  }
}
