import type { z } from 'zod';
import { scriptContext } from '../contract/index.ts';
import { getEpisode, getUtterance, listScriptLines } from '../store/index.ts';
import type { Project } from './project.ts';

/** Lines shown before and after the ones that matched. */
const LINES_AROUND = 3;

/** The lines of the script around an utterance, or null where it has no place in one. */
export function scriptContextOf(project: Project, id: string): z.infer<typeof scriptContext> | null {
  const { database } = project;
  const utterance = getUtterance(database, id);
  const matched = utterance?.witnesses.script?.lines ?? [];
  const file = utterance === null ? null : getEpisode(database, utterance.episode)?.script;
  if (utterance === null || matched.length === 0 || !file) return null;
  const lines = listScriptLines(
    database,
    utterance.episode,
    Math.min(...matched) - LINES_AROUND,
    Math.max(...matched) + LINES_AROUND,
  );
  return scriptContext.parse({
    file,
    lines: lines.map((line) => ({ ...line, matched: matched.includes(line.ordinal) })),
  });
}
