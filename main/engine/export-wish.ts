import { z } from 'zod';
import {
  type ExportChoice,
  type ExportSettings,
  type ExportWish,
  exportSettings,
} from '../contract/index.ts';
import {
  type ClipOptions,
  DEFAULT_SHARES,
  type ExportFormat,
  exportFormat,
  PLAIN_CLIPS,
  type Selection,
} from '../export/index.ts';
import { PRESETS, SAMPLE_RATE, secondsToSamples } from '../model/index.ts';
import { getSetting, putSetting } from '../store/index.ts';
import type { ExportOptions } from './export-project.ts';
import type { Project } from './project.ts';

const FIRST: ExportSettings = {
  directory: '',
  wish: {
    formats: ['audiofolder', 'jsonl'],
    clips: { codec: 'flac', rate: SAMPLE_RATE, padding: 0, fade: 0, level: null, enhance: 'none' },
    split: null,
    acceptedOnly: false,
    characters: null,
    gates: PRESETS.balanced,
  },
};

/** What the window set last for this project; what cannot be read any more is forgotten. */
export function exportSettingsOf({ database }: Project): ExportSettings {
  const text = getSetting(database, 'export');
  if (text === null) return FIRST;
  try {
    const read = exportSettings.parse(JSON.parse(text));
    return { ...read, wish: { ...read.wish, formats: knownFormats(read.wish.formats) } };
  } catch {
    return FIRST;
  }
}

export const rememberExport = ({ database }: Project, settings: ExportSettings): void =>
  putSetting(database, 'export', JSON.stringify(settings));

const knownFormats = (names: readonly string[]): ExportFormat[] =>
  names.flatMap((name) => {
    const known = exportFormat.safeParse(name);
    return known.success ? [known.data] : [];
  });

export const selectionOf = ({ acceptedOnly, characters, gates }: ExportChoice): Selection => ({
  acceptedOnly,
  gates,
  ...(characters === null ? {} : { characters }),
});

export const clipsOf = ({ clips }: ExportWish): ClipOptions => ({
  ...PLAIN_CLIPS,
  codec: clips.codec,
  rate: clips.rate,
  padding: secondsToSamples(clips.padding),
  fade: secondsToSamples(clips.fade),
  loudness: clips.level,
  enhance: clips.enhance,
});

/** A wish of the window as the export takes it. @throws ZodError where a format is unknown */
export function optionsOf(wish: ExportWish): Omit<ExportOptions, 'directory' | 'signal' | 'onProgress'> {
  const { acceptedOnly, ...selection } = selectionOf(wish);
  return {
    formats: z.array(exportFormat).min(1).parse(wish.formats),
    acceptedOnly,
    selection,
    clips: clipsOf(wish),
    split: wish.split === null ? null : { by: wish.split, seed: '0', shares: DEFAULT_SHARES },
  };
}
