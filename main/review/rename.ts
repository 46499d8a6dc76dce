import { z } from 'zod';
import { type Utterance, utterance, type Witnesses, witnesses } from '../model/index.ts';
import {
  editsNaming,
  getNamedRow,
  type NamedRow,
  putEditRows,
  putNames,
  rowsNaming,
  type StoredRows,
  type WritableDatabase,
} from '../store/index.ts';

/** What stood before a name was replaced: enough to take the replacement back. */
export const replacedName = z.object({
  from: z.string(),
  to: z.string(),
  rows: z.array(z.object({ id: z.string(), speaker: z.string().nullable(), witnesses: z.string() })),
  edits: z.array(z.object({ id: z.number().int(), before: z.string(), after: z.string() })),
});
export type ReplacedName = z.infer<typeof replacedName>;

/**
 * Replaces a character's name in every utterance of a series, in what its witnesses say and in the history, so
 * that no later undo brings the old name back. Where the new name exists, the two become one person. Reviews stay.
 */
export function replaceName(
  database: WritableDatabase,
  series: string,
  from: string,
  to: string,
): ReplacedName {
  return database.transaction(() => {
    const rows = rowsNaming(database, series, from);
    const edits = editsNaming(database, series, from);
    putNames(
      database,
      rows.map((row) => renamedRow(row, from, to)),
    );
    putEditRows(
      database,
      edits.map((edit) => ({
        ...edit,
        before: renamedJson(edit.before, from, to),
        after: renamedJson(edit.after, from, to),
      })),
    );
    return { from, to, rows, edits };
  })();
}

/** Takes a replacement back. What was decided about an utterance since then stays. */
export function restoreName(database: WritableDatabase, replaced: ReplacedName): void {
  const { from, to } = replaced;
  database.transaction(() => {
    const rows = replaced.rows.flatMap((old): NamedRow[] => {
      const now = getNamedRow(database, old.id);
      if (now === null) return [];
      const renamed = renamedRow(old, from, to);
      return [
        {
          id: old.id,
          speaker: now.speaker === renamed.speaker ? old.speaker : now.speaker,
          witnesses: now.witnesses === renamed.witnesses ? old.witnesses : now.witnesses,
        },
      ];
    });
    putNames(database, rows);
    putEditRows(database, replaced.edits satisfies readonly StoredRows[]);
  })();
}

const rename = (name: string | null, from: string, to: string): string | null => (name === from ? to : name);

function renamedRow(row: NamedRow, from: string, to: string): NamedRow {
  const parsed = witnesses.parse(JSON.parse(row.witnesses));
  return {
    id: row.id,
    speaker: rename(row.speaker, from, to),
    witnesses: JSON.stringify(renamedWitnesses(parsed, from, to)),
  };
}

const rows = z.array(utterance);

const renamedJson = (json: string, from: string, to: string): string =>
  JSON.stringify(
    rows.parse(JSON.parse(json)).map(
      (row): Utterance => ({
        ...row,
        speaker: rename(row.speaker, from, to),
        witnesses: renamedWitnesses(row.witnesses, from, to),
      }),
    ),
  );

/** Two answers of the voice for one person add up. */
function renamedWitnesses({ script, subtitle, voice }: Witnesses, from: string, to: string): Witnesses {
  const sums = new Map<string, number>();
  for (const { character, probability } of voice) {
    const name = character === from ? to : character;
    sums.set(name, Math.min(1, (sums.get(name) ?? 0) + probability));
  }
  return {
    script: script === null ? null : { ...script, character: rename(script.character, from, to) },
    subtitle: subtitle === null ? null : { ...subtitle, character: rename(subtitle.character, from, to) },
    voice: [...sums]
      .map(([character, probability]) => ({ character, probability }))
      .sort((a, b) => b.probability - a.probability),
  };
}
