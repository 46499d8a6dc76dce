import type { AlignedPart, Script, Subtitles, UtteranceLanguage } from '../model/index.ts';
import { spokenLanguageOf, withScript } from '../validation/index.ts';

const BRACKETED = /[([]([^()[\]]{1,80})[)\]]/g;

/**
 * The languages that directions name, part by part: of the script lines that a part's words come from ("(in
 * Spanish)"), or in brackets in the cue itself ("[speaks French]"), which a part of several speakers shares only
 * where it stands before its own words.
 */
export function statedLanguages(
  parts: readonly AlignedPart[],
  subtitles: Subtitles,
  script: Script | null,
): (UtteranceLanguage | null)[] {
  const byLine = new Map(script?.lines.map((line) => [line.ordinal, line.directions]));
  const byCue = new Map(subtitles.cues.map((cue) => [cue.ordinal, cue]));
  return parts.map((part) => {
    const cue = byCue.get(part.cue);
    const inCue = cue === undefined ? [] : bracketsBefore(cue.text, part.part, cue.parts.length);
    const inScript = part.lines.flatMap((line) => byLine.get(line) ?? []);
    for (const direction of [...inCue, ...inScript]) {
      const language = spokenLanguageOf(direction);
      if (language !== null) return withScript(language === 'unknown' ? null : language, null);
    }
    return null;
  });
}

/** What stands in brackets in the share of a cue that is a part's; shares are told apart by their lines. */
function bracketsBefore(text: string, part: number, parts: number): string[] {
  const lines = text.split('\n');
  const own = parts > 1 && lines.length === parts ? (lines[part] ?? '') : part === 0 ? text : '';
  return [...own.matchAll(BRACKETED)].map((match) => match[1] ?? '');
}
