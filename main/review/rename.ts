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

/**
 * Takes a replacement back. What was decided about an utterance since then stays; its history is told with the old
 * name, so that no undo brings the other one back.
 */
export function restoreName(database: WritableDatabase, series: string, replaced: ReplacedName): void {
  const { from, to } = replaced;
  const old = new Map(
    replaced.rows.map((row) => [row.id, { ...row, renamed: renamedRow(row, from, to) }] as const),
  );
  const restored = (now: NamedRow): NamedRow => {
    const was = old.get(now.id);
    if (was === undefined) return now;
    return {
      id: now.id,
      speaker: now.speaker === was.renamed.speaker ? was.speaker : now.speaker,
      witnesses: now.witnesses === was.renamed.witnesses ? was.witnesses : now.witnesses,
    };
  };
  database.transaction(() => {
    putNames(database, replaced.rows.flatMap(({ id }) => getNamedRow(database, id) ?? []).map(restored));
    const known = new Set(replaced.edits.map(({ id }) => id));
    const since = editsNaming(database, series, to).filter(({ id }) => !known.has(id));
    const inEdit = (json: string): string =>
      JSON.stringify(
        rows.parse(JSON.parse(json)).map((row): Utterance => {
          const { speaker, witnesses: said } = restored({ ...row, witnesses: JSON.stringify(row.witnesses) });
          return { ...row, speaker, witnesses: witnesses.parse(JSON.parse(said)) };
        }),
      );
    putEditRows(database, [
      ...(replaced.edits satisfies readonly StoredRows[]),
      ...since.map(({ id, before, after }) => ({ id, before: inEdit(before), after: inEdit(after) })),
    ]);
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
