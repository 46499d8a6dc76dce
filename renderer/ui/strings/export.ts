import { count } from './count.ts';

/** Words of the export. */
export const exportStrings = {
  export: {
    title: 'Export a dataset',
    formats: 'Formats',
    audiofolder: 'Hugging Face audiofolder',
    audiofolderHint: 'FLAC clips with metadata.jsonl',
    jsonl: 'Dialogues as JSONL',
    jsonlHint: 'Turns with their scene and context, for conversation models',
    folder: 'Folder',
    folderHint: 'A new or empty folder',
    folderTitle: 'Choose the folder for the dataset',
    acceptedOnly: 'Only what a person accepted or corrected',
    run: 'Export',
    done: 'The dataset is written.',
    summary: (utterances: number, time: string, characters: number) =>
      `${count(utterances, 'utterance', 'utterances')}, ${time}, ${count(characters, 'character', 'characters')}`,
    show: 'Show in its folder',
  },
} as const;
