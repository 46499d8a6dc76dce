export type {
  AuditResult,
  AuditState,
  CastDecisions,
  CharacterSummary,
  CollectOutcome,
  DoctorFinding,
  EvaluatedSystem,
  EvaluationResult,
  EvaluationSet,
  EventPayload,
  ExportChoice,
  ExportSettings,
  ExportWish,
  MeasureReport,
  ModelQuestion,
  OpenVoices,
  ProcedureInput,
  ProcedureName,
  ProcedureOutput,
  ProjectSummary,
  ReviewOutcome,
  RunStatus,
  TextLanes,
  VoiceMap,
} from '../../main/contract/index.ts';
export * from './bridge.ts';
export * from './evaluation.ts';
export * from './measure.ts';
export * from './media.ts';
export * from './queries.ts';
