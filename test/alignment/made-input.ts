import type {
  AlignmentInput,
  AlignmentLine,
  AlignmentPart,
  SentenceMark,
} from '../../main/alignment/index.ts';
import { alignText, type TextAlignment } from '../../main/engine/align-text.ts';
import { readScript, readSubtitles } from '../../main/text/index.ts';

const WORD = /[\p{L}\p{N}']+/gu;

function wordsAndMarks(text: string): { words: string[]; marks: SentenceMark[] } {
  const found = [...text.toLowerCase().matchAll(WORD)];
  return {
    words: found.map(([word]) => word),
    marks: found.map((match, i) => {
      const between = text.slice(match.index + match[0].length, found[i + 1]?.index ?? text.length);
      return (['?', '!', '.'] as const).find((mark) => between.includes(mark)) ?? '';
    }),
  };
}

/** Lines from "NAME: text", all in one scene; a name with " and " is a group of its members. */
export const linesFrom = (script: readonly string[], scene = 0): AlignmentLine[] =>
  script.map((text, index) => {
    const at = text.indexOf(': ');
    const speaker = text.slice(0, at);
    const said = text.slice(at + 2);
    return {
      ordinal: index + 1,
      speaker,
      members: speaker.includes(' and ') ? speaker.split(' and ') : [],
      text: said,
      scene,
      ...wordsAndMarks(said),
    };
  });

/** Parts from texts, one cue each, two seconds apart; a list of texts is a cue of several speakers. */
export const partsFrom = (cues: readonly (string | readonly string[])[]): AlignmentPart[] =>
  cues.flatMap((cue, index) =>
    [cue].flat().map((text, part) => ({
      cue: index + 1,
      part,
      start: index * 2000,
      end: index * 2000 + 1700,
      text,
      kind: 'speech' as const,
      subtitleLabel: null,
      subtitleSpeaker: null,
      ...wordsAndMarks(text),
    })),
  );

export const inputFrom = (
  script: readonly string[],
  cues: readonly (string | readonly string[])[],
): AlignmentInput => ({ lines: linesFrom(script), parts: partsFrom(cues) });

/** The whole way of a text: a plain script and a SubRip file read, aligned. */
export function alignTexts(script: readonly string[], cues: readonly string[]): TextAlignment {
  const clock = (seconds: number): string =>
    `00:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  const srt = cues.map((text, i) => `${i + 1}\n${clock(i * 2)},000 --> ${clock(i * 2 + 1)},700\n${text}\n`);
  return alignText(
    readSubtitles(Buffer.from(srt.join('\n')), 'made.srt'),
    readScript(Buffer.from(script.join('\n\n')), 'made.txt'),
  );
}

/** Who is said to speak, part by part. */
export const speakersOf = ({ parts }: { readonly parts: readonly { readonly speaker: string | null }[] }) =>
  parts.map(({ speaker }) => speaker);
