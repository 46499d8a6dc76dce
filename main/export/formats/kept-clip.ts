import type { Clip, DatasetRow } from '../dataset.ts';

/** The clip of a row as a file that stays in the exported folder. Formats that refer to clips are given them. */
export function keptClip(row: DatasetRow): Clip & { readonly path: string } {
  const { clip } = row;
  if (clip === null || clip.path === null) throw new Error(`the row ${row.id} has no clip that stays`);
  return { ...clip, path: clip.path };
}

/** The bytes of a row's clip are here while formats are written. */
export function clipFileOf(row: DatasetRow): string {
  if (row.clip === null) throw new Error(`the row ${row.id} has no clip`);
  return row.clip.file;
}
