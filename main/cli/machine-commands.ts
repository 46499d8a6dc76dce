import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkModels as check, listModels as list, runDoctor } from '../engine/index.ts';
import { printJson, printLines, table } from './output.ts';
import type { Session } from './session.ts';

export async function listModels(session: Session): Promise<void> {
  const models = await list();
  if (session.json) printJson({ models });
  else {
    printLines(
      table(
        ['model', 'kind', 'version', 'bytes', 'licence', 'state', 'source'],
        models.map((each) => [
          each.id,
          each.kind,
          each.version,
          each.size,
          each.licence,
          each.installed ? 'there' : 'missing',
          each.source,
        ]),
      ),
    );
  }
}

export async function checkModels(session: Session): Promise<void> {
  const results = await check(session.signal);
  if (results.some((each) => !each.ok)) session.setExitCode(1);
  if (session.json) printJson({ models: results });
  else
    printLines(
      table(
        ['model', 'result', 'found'],
        results.map((each) => [each.id, each.ok ? 'good' : 'bad', each.message]),
      ),
    );
}

export async function doctor(session: Session, project: string | null): Promise<void> {
  const findings = await runDoctor(project, session.signal);
  if (findings.some((each) => each.status === 'bad')) session.setExitCode(1);
  if (session.json) {
    printJson({ findings });
    return;
  }
  printLines(
    table(
      ['', 'subject', 'found'],
      findings.map((each) => [each.status, each.subject, each.found]),
    ),
  );
  for (const each of findings) {
    if (each.remedy !== null) printLines([`${each.subject}: ${each.remedy}`]);
  }
}

/** Hands over to the launcher of the window, which sets up what it needs. */
export function open(setExitCode: (code: number) => void, project: string | null): void {
  const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
  const args = project === null ? [script] : [script, resolve(project)];
  const result = spawnSync(process.execPath, args, { stdio: 'inherit' });
  setExitCode(result.status ?? 1);
}
