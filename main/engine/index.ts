export { type ForeseenEpisode, type ForeseenRun, foreseeRun } from '../batch/foresee.ts';
export { writeReport } from '../batch/morning-report.ts';
export type { RunProgress as RunStatus } from '../batch/progress.ts';
export type { MorningReport } from '../batch/report-model.ts';
export { type EpisodeReport, type RunOptions, type RunReport, runProject } from '../batch/run.ts';
export { currentRun, moveMatching, queueOf, type RunAtWork, steerRun } from '../batch/steer.ts';
export {
  type ClipOptions,
  DEFAULT_SHARES,
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportResult,
  limitInWords,
  SPLIT_GROUPS,
  type SplitGroup,
  type SplitPlan,
} from '../export/index.ts';
export { PACK_FORMATS, type PackFormatName } from '../export/packs/index.ts';
export {
  asRolecallError,
  ENHANCEMENTS,
  type Enhancement,
  type EnhancementOutcome,
  GATE_NAMES,
  GATES,
  type GateName,
  type GateSetting,
  type GateSettings,
  gateName,
  PRESET_NAMES,
  PRESETS,
  type PresetName,
  presetOf,
  RolecallError,
  SAMPLE_RATE,
  secondsToSamples,
} from '../model/index.ts';
export { readRecogniser } from '../recognition/index.ts';
export { makeBackup } from '../store/index.ts';
export { type AlignOutput, alignFiles } from './align-files.ts';
export { projectBackups, restoreBackup } from './backups.ts';
export { REASON_WORDS, STAGE_WORDS } from './changes.ts';
export { runDoctor } from './doctor.ts';
export { chooseEncoder } from './encoder.ts';
export { collectEvaluation, prepareEvaluation } from './evaluate.ts';
export { exportProject } from './export-project.ts';
export { detectSpeechInFile, embedFiles } from './file-tools.ts';
export { type GatesOutput, gatesForOutput } from './gates.ts';
export { expectLanguages, reportLanguages, type SeriesLanguages } from './languages.ts';
export { checkModels, getModel, listModels } from './models.ts';
export { packCharacter } from './pack.ts';
export { createProject, openProject, type Project } from './project.ts';
export { rebuildDataset } from './rebuild.ts';
export { chooseRecogniser } from './recognise.ts';
export { type ScanReport, scanProject } from './scan.ts';
export { type ScoreReport, scoreAnswers } from './score-answers.ts';
export { projectStatus, utterancesForOutput } from './status.ts';
export { verifyExport } from './verify-export.ts';
export { ROLECALL_VERSION } from './version.ts';
export { nameVoiceAs, reportVoices, type SeriesVoiceReport } from './voice-report.ts';
