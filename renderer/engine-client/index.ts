export type {
  AuditResult,
  AuditState,
  Backup,
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
  ForeseenRun,
  LanguagesOfSeries,
  MeasureReport,
  ModelCheck,
  ModelQuestion,
  ModelState,
  Morning,
  OpenVoices,
  ProcedureInput,
  ProcedureName,
  ProcedureOutput,
  ProjectSummary,
  RecogniserTrial,
  RecogniserWish,
  ReviewOutcome,
  RunStatus,
  SpaceReport,
  TextLanes,
  VoiceMap,
} from '../../main/contract/index.ts';
export * from './bridge.ts';
export * from './evaluation.ts';
export * from './files.ts';
export * from './measure.ts';
export * from './media.ts';
export * from './queries.ts';
