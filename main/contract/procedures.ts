import type { z } from 'zod';
import { appProcedures } from './procedures/app.ts';
import { charactersProcedures } from './procedures/characters.ts';
import { evaluationProcedures } from './procedures/evaluation.ts';
import { exportProcedures } from './procedures/export.ts';
import { machineProcedures } from './procedures/machine.ts';
import { nightProcedures } from './procedures/night.ts';
import { projectProcedures } from './procedures/project.ts';
import { reportProcedures } from './procedures/report.ts';
import { reviewProcedures } from './procedures/review.ts';
import { wordsProcedures } from './procedures/words.ts';

export * from './procedures/app.ts';
export * from './procedures/characters.ts';
export * from './procedures/evaluation.ts';
export * from './procedures/export.ts';
export * from './procedures/machine.ts';
export * from './procedures/night.ts';
export * from './procedures/project.ts';
export * from './procedures/report.ts';
export * from './procedures/review.ts';
export * from './procedures/words.ts';

/** The one table of what the window may ask for; its rows lie by area in `procedures/`. */
export const procedures = {
  ...appProcedures,
  ...projectProcedures,
  ...nightProcedures,
  ...reviewProcedures,
  ...charactersProcedures,
  ...reportProcedures,
  ...exportProcedures,
  ...evaluationProcedures,
  ...machineProcedures,
  ...wordsProcedures,
} as const;

export type ProcedureName = keyof typeof procedures;
export type ProcedureInput<N extends ProcedureName> = z.input<(typeof procedures)[N]['input']>;
export type ProcedureOutput<N extends ProcedureName> = z.output<(typeof procedures)[N]['output']>;

export const isProcedureName = (name: string): name is ProcedureName => Object.hasOwn(procedures, name);

/** The procedures that the application answers. */
export type AppProcedure = {
  [N in ProcedureName]: (typeof procedures)[N]['host'] extends 'app' ? N : never;
}[ProcedureName];
/** The procedures that the engine answers. */
export type EngineProcedure = Exclude<ProcedureName, AppProcedure>;
