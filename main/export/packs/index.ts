export type { PackClip } from './pack-format.ts';
export { type HeldOut, type PackRow, plainText } from './pack-rows.ts';
export {
  PACK_FORMATS,
  PACKS,
  type PackFormatName,
  type PackRequest,
  type PackResult,
  writePack,
} from './write-pack.ts';
