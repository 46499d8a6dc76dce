/** A part of the night that can be left out: the module that does it, and what stands in for that module. */
interface LeftOut {
  readonly title: string;
  readonly module: string;
  readonly standIn: string;
}

/** What filtering, validation, languages and the choice of channels added to the night. */
export const PARTS = {
  judge: { title: 'sound judge', module: 'main/engine/workbench.ts', standIn: 'judge.ts' },
  quality: {
    title: 'other measures of the sound, with those that were there before',
    module: 'main/speech/quality.ts',
    standIn: 'quality.ts',
  },
  channels: { title: 'choice of channels', module: 'main/media/channels.ts', standIn: 'channels.ts' },
  cepstra: {
    title: 'cepstra in the decoding pass',
    module: 'main/speech/cepstra.ts',
    standIn: 'cepstra.ts',
  },
  words: {
    title: 'transcripts and languages',
    module: 'main/engine/series-words.ts',
    standIn: 'words.ts',
  },
} as const satisfies Record<string, LeftOut>;

export type Part = keyof typeof PARTS;
