import {
  type AlignmentInput,
  type AlignmentLine,
  type AlignmentPart,
  alignScript,
  type SentenceMark,
} from '../alignment/index.ts';
import type { CharacterTable, Script, ScriptAlignment, Speaker, Subtitles } from '../model/index.ts';
import { resolveCharacters, speakerFinder, speakerName, wordsOf } from '../text/index.ts';

export interface TextAlignment extends ScriptAlignment {
  /** Who is who: the given table, or one made from this script alone. */
  readonly characters: CharacterTable;
}

/** Joins one subtitle file with one script: words and names from the text room, the rest from the alignment. */
export function alignText(
  subtitles: Subtitles,
  script: Script,
  options: { readonly characters?: CharacterTable } = {},
): TextAlignment {
  const characters = options.characters ?? charactersOf(script);
  return { ...alignScript(alignmentInput(subtitles, script, characters)), characters };
}

/** What the alignment works on: lines and parts as normalised words, their speakers resolved. */
export function alignmentInput(
  subtitles: Subtitles,
  script: Script,
  characters: CharacterTable,
): AlignmentInput {
  const find = speakerFinder(characters);
  const lines = script.lines.flatMap((line): AlignmentLine[] => {
    const speaker = find(line.speakerLabel);
    const name = speakerName(speaker);
    if (name === null) return [];
    return [
      {
        ordinal: line.ordinal,
        speaker: name,
        members: membersOf(speaker),
        text: line.text,
        scene: line.scene,
        ...wordsAndMarks(line.text),
      },
    ];
  });
  const parts = subtitles.cues.flatMap((cue) =>
    cue.parts.map(
      (part): AlignmentPart => ({
        cue: cue.ordinal,
        part: part.part,
        start: cue.start,
        end: cue.end,
        text: part.text,
        kind: part.kind,
        subtitleLabel: part.speakerLabel,
        subtitleSpeaker: part.speakerLabel === null ? null : speakerName(find(part.speakerLabel)),
        ...wordsAndMarks(part.text),
      }),
    ),
  );
  return { lines, parts };
}

/** The characters of one script alone. */
export function charactersOf(script: Script): CharacterTable {
  const counts = new Map<string, number>();
  for (const { speakerLabel } of script.lines) counts.set(speakerLabel, (counts.get(speakerLabel) ?? 0) + 1);
  return resolveCharacters([...counts].map(([label, count]) => ({ label, count })));
}

const membersOf = (speaker: Speaker): readonly string[] =>
  speaker.kind === 'group' && speaker.names !== 'all' ? speaker.names : [];

/** Normalised words, and the sentence mark between each and the next. */
function wordsAndMarks(text: string): { words: string[]; marks: SentenceMark[] } {
  const words = wordsOf(text);
  return {
    words: words.map((word) => word.text),
    marks: words.map(({ end }, index) => markIn(text.slice(end, words[index + 1]?.start ?? text.length))),
  };
}

function markIn(between: string): SentenceMark {
  if (between.includes('?')) return '?';
  if (between.includes('!')) return '!';
  return /[.…。]/.test(between) ? '.' : '';
}
