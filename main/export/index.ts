export { type DatasetEpisode, reasonToLeaveOut, type Selection } from './dataset.ts';
export { EXPORT_FORMATS, type ExportFormat, exportFormat } from './manifest.ts';
export { type Finding, type VerifyResult, verifyDataset } from './verify.ts';
export { type ClipRequest, type ExportResult, writeDataset } from './write.ts';
