import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  checkModels as check,
  getModel,
  listModels as list,
  RolecallError,
  runDoctor,
} from '../engine/index.ts';
import { ProgressLine, printJson, printLines, table } from './output.ts';
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
          stateOf(each),
          each.source,
        ]),
      ),
    );
  }
}

function stateOf({ installed, damaged, address }: Awaited<ReturnType<typeof list>>[number]): string {
  if (installed) return 'there';
  if (damaged) return 'damaged';
  return address === null ? 'missing' : 'to pull';
}

export async function pullModel(session: Session, name: string | null, from: string | null): Promise<void> {
  const line = new ProgressLine();
  const pulled = await getModel(name, {
    from,
    signal: session.signal,
    onProgress: ({ bytes, total }) =>
      line.show(
        `${Math.floor((100 * bytes) / total)}%, ${megabytes(bytes)} of ${megabytes(total)}`,
        bytes === total,
      ),
  }).finally(() => line.end());
  if (session.json) printJson(pulled);
  else {
    printLines([
      pulled.fetched
        ? `${pulled.id}: ${megabytes(pulled.size)}, its checksum is right: ${pulled.path}`
        : `${pulled.id} is there already: ${pulled.path}`,
    ]);
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export async function checkModels(session: Session): Promise<void> {
  const results = await check(session.signal);
  if (results.some((each) => !each.ok)) session.setExitCode(1);
  if (session.json) {
    printJson({ models: results });
    return;
  }
  printLines(
    table(
      ['model', 'result', 'runs on', 'found'],
      results.map((each) => [each.id, each.ok ? 'good' : 'bad', each.provider ?? '-', each.message]),
    ),
  );
  for (const { id, notes, remedy } of results) {
    for (const note of notes) process.stderr.write(`${id}: ${note}.\n`);
    if (remedy !== null) process.stderr.write(`${id}: ${remedy}\n`);
  }
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

export interface BenchOptions {
  readonly library?: string;
  readonly only?: string;
  readonly episodes?: string;
  readonly minutes?: string;
  readonly hours?: string;
  readonly utterances?: string;
  readonly json?: boolean;
}

/**
 * Hands over to the benchmark that lies beside the tests, with the same options.
 *
 * @throws RolecallError `environment` where this is no clone of the repository
 */
export function bench(session: Session, options: BenchOptions): void {
  const script = fileURLToPath(new URL('../../test/benchmark/all.ts', import.meta.url));
  if (!existsSync(script)) {
    throw new RolecallError({
      kind: 'environment',
      message: 'The benchmark is not part of this installation.',
      remedy: 'Run it in a clone of the repository.',
    });
  }
  const args = Object.entries(options).flatMap(([name, value]) =>
    typeof value === 'string' ? [`--${name}`, name === 'library' ? resolve(value) : value] : [`--${name}`],
  );
  const result = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: 'inherit',
  });
  session.setExitCode(result.signal === 'SIGINT' ? 130 : (result.status ?? 1));
}

/** Hands over to the launcher of the window, which sets up what it needs. */
export function open(setExitCode: (code: number) => void, project: string | null): void {
  const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
  const args = project === null ? [script] : [script, resolve(project)];
  const result = spawnSync(process.execPath, args, { stdio: 'inherit' });
  setExitCode(result.status ?? 1);
}
