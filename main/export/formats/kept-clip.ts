import type { ClipOptions } from '../clip-options.ts';
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

/** What a row's clip was cleaned with: a model's name, or null where it is as it was. */
export const enhancedBy = (row: DatasetRow, { enhance }: ClipOptions): string | null =>
  row.clip?.enhancement === 'applied' ? enhance : null;

/** The same as a field of a row's metadata; no field where nothing was to be cleaned. */
export const enhancedField = (row: DatasetRow, clips: ClipOptions): { enhanced_by?: string | null } =>
  clips.enhance === 'none' || row.clip === null ? {} : { enhanced_by: enhancedBy(row, clips) };
