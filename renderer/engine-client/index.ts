export type {
  CharacterSummary,
  DoctorFinding,
  EventPayload,
  ProcedureInput,
  ProcedureName,
  ProcedureOutput,
  ProjectSummary,
  ReviewOutcome,
  RunStatus,
} from '../../main/contract/index.ts';
export * from './bridge.ts';
export * from './media.ts';
export * from './queries.ts';
