import { applicationStrings } from './strings/application.ts';
import { charactersStrings } from './strings/characters.ts';
import { commandStrings } from './strings/commands.ts';
import { commonStrings } from './strings/common.ts';
import { evaluationStrings } from './strings/evaluation.ts';
import { exportStrings } from './strings/export.ts';
import { libraryStrings } from './strings/library.ts';
import { nightStrings } from './strings/night.ts';
import { reportStrings } from './strings/report.ts';
import { reviewStrings } from './strings/review.ts';
import { sentenceStrings } from './strings/sentences.ts';
import { settingsStrings } from './strings/settings.ts';

/**
 * Every sentence and word that the window shows, in English, a file for each screen in `strings/`. A translation
 * is another object of the type `Strings`; nothing else in the window holds prose.
 */
export const strings = {
  ...applicationStrings,
  ...commonStrings,
  ...commandStrings,
  ...libraryStrings,
  ...nightStrings,
  ...reviewStrings,
  ...charactersStrings,
  ...reportStrings,
  ...exportStrings,
  ...evaluationStrings,
  ...settingsStrings,
  ...sentenceStrings,
} as const;

export type Strings = typeof strings;
