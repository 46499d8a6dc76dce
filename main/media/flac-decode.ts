import { createHash } from 'node:crypto';
import { checksum8, checksum16 } from './bits.ts';

/** What a FLAC file holds: mono, 16 bits. */
export interface DecodedFlac {
  /** Hertz. */
  readonly rate: number;
  readonly samples: Int16Array;
}

/** Bytes of the mark and of the one metadata block that must come first. */
const MARK = 0x664c6143;
const STREAM_INFO = 34;
const BLOCK_SIZES: Readonly<Record<number, number>> = { 1: 192, 2: 576, 3: 1_152, 4: 2_304, 5: 4_608 };

/** Reads numbers of any width, the highest bit first. */
class BitReader {
  readonly #bytes: Uint8Array;
  /** In bits. */
  at: number;

  constructor(bytes: Uint8Array, fromByte: number) {
    this.#bytes = bytes;
    this.at = fromByte * 8;
  }

  read(width: number): number {
    let value = 0;
    for (let left = width; left > 0; ) {
      const byte = this.#bytes[this.at >> 3];
      if (byte === undefined) throw new Error('it ends in the middle of a frame');
      const free = 8 - (this.at & 7);
      const taken = Math.min(free, left);
      value = value * 2 ** taken + ((byte >> (free - taken)) & ((1 << taken) - 1));
      this.at += taken;
      left -= taken;
    }
    return value;
  }

  signed(width: number): number {
    const value = this.read(width);
    return value >= 2 ** (width - 1) ? value - 2 ** width : value;
  }

  /** Zeros up to the next one. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      const byte = this.#bytes[this.at >> 3];
      if (byte === undefined) throw new Error('it ends in the middle of a frame');
      const rest = (byte << (this.at & 7)) & 0xff;
      if (rest !== 0) {
        const found = Math.clz32(rest) - 24;
        this.at += found + 1;
        return zeros + found;
      }
      const passed = 8 - (this.at & 7);
      zeros += passed;
      this.at += passed;
    }
  }

  align(): void {
    this.at = (this.at + 7) & ~7;
  }
}

/**
 * Decodes a FLAC file (RFC 9639) of the kind that `encodeFlac` writes: mono, 16 bits, fixed predictors. Every frame's
 * checksums are compared, then the number of samples and the MD5 of all.
 *
 * @returns null where the file is another kind of FLAC, or none: it may be good all the same
 * @throws Error that says what is wrong, where it is of this kind and damaged
 */
export function decodeFlac(bytes: Uint8Array): DecodedFlac | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = 8 + STREAM_INFO;
  if (bytes.length < begin || view.getUint32(0) !== MARK || view.getUint32(4) !== 0x80000000 + STREAM_INFO)
    return null;
  const head = new BitReader(bytes, 8 + 10);
  const rate = head.read(20);
  const [channels, width] = [head.read(3) + 1, head.read(5) + 1];
  const length = head.read(36);
  // No sample takes less than a constant block's share of a byte: a header that lies takes no memory.
  if (channels !== 1 || width !== 16 || length > bytes.length * 4_096) return null;
  const samples = new Int16Array(length);
  let [at, filled] = [begin, 0];
  while (at < bytes.length) {
    const frame = readFrame(bytes, at, samples, filled);
    if (frame === null) return null;
    at = frame.end;
    filled += frame.length;
  }
  if (filled !== length) throw new Error(`it holds ${filled} samples, its header says ${length}`);
  const data = new Uint8Array(samples.buffer);
  const stated = Buffer.from(bytes.buffer, bytes.byteOffset + 8 + 18, 16);
  if (!createHash('md5').update(data).digest().equals(stated))
    throw new Error('its samples are not those that its header was made for');
  return { rate, samples };
}

/** One frame into its place. @returns null where it is of another kind */
function readFrame(
  bytes: Uint8Array,
  start: number,
  samples: Int16Array,
  filled: number,
): { end: number; length: number } | null {
  const bits = new BitReader(bytes, start);
  if (bits.read(16) !== 0xfff8) throw new Error('a frame does not begin where it should');
  const [sizeCode, rateCode] = [bits.read(4), bits.read(4)];
  if (bits.read(4) !== 0) return null;
  bits.read(4);
  for (let lead = bits.read(8), mask = 0x40; lead >= 0xc0 && (lead & mask) !== 0; mask >>= 1) bits.read(8);
  const length =
    sizeCode === 6
      ? bits.read(8) + 1
      : sizeCode === 7
        ? bits.read(16) + 1
        : sizeCode >= 8
          ? 256 << (sizeCode - 8)
          : (BLOCK_SIZES[sizeCode] ?? 0);
  if (rateCode === 12) bits.read(8);
  else if (rateCode === 13 || rateCode === 14) bits.read(16);
  const head = bytes.subarray(start, bits.at >> 3);
  if (bits.read(8) !== checksum8(head)) throw new Error("a frame's header is damaged");
  if (filled + length > samples.length) throw new Error('it holds more samples than its header says');
  if (!readSubframe(bits, samples.subarray(filled, filled + length))) return null;
  bits.align();
  const body = bytes.subarray(start, bits.at >> 3);
  if (bits.read(16) !== checksum16(body)) throw new Error('a frame is damaged');
  return { end: bits.at >> 3, length };
}

/** @returns false where it is of a kind that is not read here */
function readSubframe(bits: BitReader, block: Int16Array): boolean {
  const kind = bits.read(8);
  if (kind === 0) {
    block.fill(bits.signed(16));
    return true;
  }
  if (kind === 0b000001 << 1) {
    for (let at = 0; at < block.length; at += 1) block[at] = bits.signed(16);
    return true;
  }
  const order = (kind >> 1) & 7;
  if ((kind & 0b11110001) !== 0b00010000 || order > 4) return false;
  for (let at = 0; at < order; at += 1) block[at] = bits.signed(16);
  if (bits.read(2) !== 0) return false;
  const partitions = bits.read(4);
  const size = block.length >> partitions;
  for (let partition = 0, at = order; partition < 1 << partitions; partition += 1) {
    const parameter = bits.read(4);
    if (parameter === 15) return false;
    for (const end = (partition + 1) * size; at < end; at += 1) {
      const folded = bits.unary() * 2 ** parameter + bits.read(parameter);
      block[at] = predicted(block, at, order) + (folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2);
    }
  }
  return true;
}

/** The fixed predictors of order 0 to 4 (RFC 9639, table 18). */
function predicted(block: Int16Array, at: number, order: number): number {
  const [a, b, c, d] = [block[at - 1] ?? 0, block[at - 2] ?? 0, block[at - 3] ?? 0, block[at - 4] ?? 0];
  if (order === 0) return 0;
  if (order === 1) return a;
  if (order === 2) return 2 * a - b;
  if (order === 3) return 3 * a - 3 * b + c;
  return 4 * a - 6 * b + 4 * c - d;
}
