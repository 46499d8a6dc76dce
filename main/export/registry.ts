import type { Format } from './format.ts';
import { audacityFormat } from './formats/audacity.ts';
import { audiofolderFormat } from './formats/audiofolder.ts';
import { csvFormat } from './formats/csv.ts';
import { eafFormat } from './formats/eaf.ts';
import { jsonlFormat } from './formats/jsonl.ts';
import { kaldiFormat } from './formats/kaldi.ts';
import { lhotseFormat } from './formats/lhotse.ts';
import { nemoFormat } from './formats/nemo.ts';
import { parquetFormat } from './formats/parquet.ts';
import { recipeFormat } from './formats/recipe.ts';
import { rttmFormat } from './formats/rttm.ts';
import { assFormat, srtFormat, vttFormat } from './formats/subtitles.ts';
import { textGridFormat } from './formats/textgrid.ts';
import { webdatasetFormat } from './formats/webdataset.ts';
import type { ExportFormat } from './manifest.ts';

/** Every format by its name. */
export const FORMATS: Readonly<Record<ExportFormat, Format>> = {
  audiofolder: audiofolderFormat,
  jsonl: jsonlFormat,
  parquet: parquetFormat,
  webdataset: webdatasetFormat,
  rttm: rttmFormat,
  textgrid: textGridFormat,
  eaf: eafFormat,
  audacity: audacityFormat,
  srt: srtFormat,
  vtt: vttFormat,
  ass: assFormat,
  csv: csvFormat,
  kaldi: kaldiFormat,
  lhotse: lhotseFormat,
  nemo: nemoFormat,
  recipe: recipeFormat,
};
