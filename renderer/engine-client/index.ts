export type {
  AuditResult,
  AuditState,
  CastDecisions,
  CharacterSummary,
  DoctorFinding,
  EventPayload,
  ExportChoice,
  ExportSettings,
  ExportWish,
  MeasureReport,
  ProcedureInput,
  ProcedureName,
  ProcedureOutput,
  ProjectSummary,
  ReviewOutcome,
  RunStatus,
  VoiceMap,
} from '../../main/contract/index.ts';
export * from './bridge.ts';
export * from './measure.ts';
export * from './media.ts';
export * from './queries.ts';
