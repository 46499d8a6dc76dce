import { createHash } from 'node:crypto';
import { cancelled } from '../model/errors.ts';
import { SAMPLE_RATE } from '../model/time.ts';
import { BitWriter, checksum8, checksum16 } from './bits.ts';
import { PartFile } from './part-file.ts';

const BLOCK = 4_096;
const BITS_PER_SAMPLE = 16;
const HIGHEST_ORDER = 4;
/** The largest parameter that the 4-bit Rice code can write; 15 is an escape. */
const HIGHEST_PARAMETER = 14;
const HIGHEST_PARTITION_ORDER = 5;

/** Rates with a code of their own in a frame's header (RFC 9639, table 15). */
const RATE_CODES = new Map([
  [8_000, 4],
  [16_000, 5],
  [22_050, 6],
  [24_000, 7],
  [32_000, 8],
  [44_100, 9],
  [48_000, 10],
  [96_000, 11],
]);
const RATE_FOLLOWS = 13;

/**
 * Encodes 16-bit mono as FLAC (RFC 9639) with fixed predictors of order 0 to 4 and partitioned Rice codes: the
 * size is 4% above that of ffmpeg's default level on read speech, the samples are exactly those given, and the header
 * holds their number and MD5, so that every FLAC reader can verify the file.
 */
export function encodeFlac(samples: Int16Array, rate: number): Uint8Array {
  const bits = new BitWriter(samples.length + 1_024);
  const frames: { readonly start: number; readonly end: number }[] = [];
  writeHeader(bits, samples, rate);
  for (let from = 0, frame = 0; from < samples.length; from += BLOCK, frame++) {
    const start = bits.length;
    writeFrame(bits, samples.subarray(from, from + BLOCK), frame, rate);
    frames.push({ start, end: bits.length });
  }
  const sizes = frames.map(({ start, end }) => end - start);
  const bytes = bits.finish();
  writeFrameSizes(bytes, sizes);
  return bytes;
}

function writeHeader(bits: BitWriter, samples: Int16Array, rate: number): void {
  bits.writeBytes(new TextEncoder().encode('fLaC'));
  bits.write(0x80, 8); // the last metadata block, of type STREAMINFO
  bits.write(34, 24);
  bits.write(BLOCK, 16);
  bits.write(BLOCK, 16);
  bits.write(0, 24); // frame sizes, filled in at the end
  bits.write(0, 24);
  bits.write(rate, 20);
  bits.write(0, 3); // one channel
  bits.write(BITS_PER_SAMPLE - 1, 5);
  bits.write(0, 4); // the upper bits of the number of samples
  bits.write(samples.length, 32);
  bits.writeBytes(createHash('md5').update(littleEndian(samples)).digest());
}

const FRAME_SIZES_AT = 4 + 4 + 4;

function writeFrameSizes(bytes: Uint8Array, sizes: readonly number[]): void {
  if (sizes.length === 0) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const least = Math.min(...sizes);
  const most = Math.max(...sizes);
  [least, most].forEach((size, index) => {
    view.setUint8(FRAME_SIZES_AT + index * 3, size >> 16);
    view.setUint16(FRAME_SIZES_AT + index * 3 + 1, size & 0xffff);
  });
}

function littleEndian(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) view.setInt16(i * 2, samples[i]!, true);
  return bytes;
}

function writeFrame(bits: BitWriter, block: Int16Array, frame: number, rate: number): void {
  const start = bits.length;
  const rateCode = RATE_CODES.get(rate) ?? RATE_FOLLOWS;
  bits.write(0xfff8, 16); // sync, fixed block size
  bits.write(block.length === BLOCK ? 12 : 7, 4);
  bits.write(rateCode, 4);
  bits.write(0, 4); // one channel
  bits.write(4 << 1, 4); // 16 bits a sample
  writeFrameNumber(bits, frame);
  if (block.length !== BLOCK) bits.write(block.length - 1, 16);
  if (rateCode === RATE_FOLLOWS) bits.write(rate, 16);
  bits.write(checksum8(bits.bytesFrom(start)), 8);
  writeSubframe(bits, block);
  bits.align();
  bits.write(checksum16(bits.bytesFrom(start)), 16);
}

/** The frame's number in the extended UTF-8 of FLAC. */
function writeFrameNumber(bits: BitWriter, frame: number): void {
  if (frame < 0x80) {
    bits.write(frame, 8);
    return;
  }
  let more = 1;
  while (frame >= 2 ** (5 * more + 6)) more++;
  const lead = (0xff << (7 - more)) & 0xff;
  bits.write(lead | (frame >> (6 * more)), 8);
  for (let left = more - 1; left >= 0; left--) bits.write(0x80 | ((frame >> (6 * left)) & 0x3f), 8);
}

function writeSubframe(bits: BitWriter, block: Int16Array): void {
  if (block.every((sample) => sample === block[0])) {
    bits.write(0b000000 << 1, 8);
    bits.write(block[0]! & 0xffff, BITS_PER_SAMPLE);
    return;
  }
  const { order, residual } = bestPrediction(block);
  const partitions = bestPartitions(residual, block.length, order);
  if (partitions.bits >= block.length * BITS_PER_SAMPLE) {
    bits.write(0b000001 << 1, 8);
    for (const sample of block) bits.write(sample & 0xffff, BITS_PER_SAMPLE);
    return;
  }
  bits.write((0b001000 | order) << 1, 8);
  for (let i = 0; i < order; i++) bits.write(block[i]! & 0xffff, BITS_PER_SAMPLE);
  bits.write(0, 2); // Rice codes with 4-bit parameters
  bits.write(partitions.order, 4);
  const size = block.length >> partitions.order;
  let at = 0;
  partitions.parameters.forEach((parameter, partition) => {
    bits.write(parameter, 4);
    const end = (partition + 1) * size - order;
    for (; at < end; at++) bits.writeRice(residual[at]!, parameter);
  });
}

/**
 * The order whose differences are smallest, and these, folded to be positive: 0, -1, 1, -2 ... become 0, 1, 2, 3 ...
 * All orders are summed in one pass.
 */
function bestPrediction(block: Int16Array): { order: number; residual: Uint32Array } {
  const sums = new Float64Array(HIGHEST_ORDER + 1);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0; at < block.length; at++) {
    const zero = block[at]!;
    const one = zero - a;
    const two = one - b;
    const three = two - c;
    const four = three - d;
    sums[0]! += Math.abs(zero);
    if (at >= 1) sums[1]! += Math.abs(one);
    if (at >= 2) sums[2]! += Math.abs(two);
    if (at >= 3) sums[3]! += Math.abs(three);
    if (at >= 4) sums[4]! += Math.abs(four);
    [a, b, c, d] = [zero, one, two, three];
  }
  let order = 0;
  for (let other = 1; other <= Math.min(HIGHEST_ORDER, block.length - 1); other++) {
    if (sums[other]! < sums[order]!) order = other;
  }
  const differences = Int32Array.from(block);
  for (let step = 1; step <= order; step++) {
    for (let at = block.length - 1; at >= step; at--) differences[at]! -= differences[at - 1]!;
  }
  const residual = new Uint32Array(block.length - order);
  for (let at = 0; at < residual.length; at++) {
    const value = differences[order + at]!;
    residual[at] = (value << 1) ^ (value >> 31);
  }
  return { order, residual };
}

interface Partitions {
  readonly order: number;
  readonly parameters: readonly number[];
  readonly bits: number;
}

function bestPartitions(residual: Uint32Array, blockLength: number, predictorOrder: number): Partitions {
  let best: Partitions | null = null;
  for (let order = 0; order <= HIGHEST_PARTITION_ORDER; order++) {
    const size = blockLength >> order;
    if (size << order !== blockLength || size <= predictorOrder) break;
    const parameters: number[] = [];
    let bits = 0;
    for (let partition = 0, from = 0; partition < 1 << order; partition++) {
      const end = (partition + 1) * size - predictorOrder;
      const found = bestParameter(residual, from, end);
      parameters.push(found.parameter);
      bits += 4 + found.bits;
      from = end;
    }
    if (best === null || bits < best.bits) best = { order, parameters, bits };
  }
  return best!;
}

/** The Rice parameter near the logarithm of the mean that takes the fewest bits, counted exactly. */
function bestParameter(
  residual: Uint32Array,
  from: number,
  end: number,
): { parameter: number; bits: number } {
  const count = end - from;
  let sum = 0;
  for (let i = from; i < end; i++) sum += residual[i]!;
  const guess = Math.min(HIGHEST_PARAMETER, Math.max(0, Math.floor(Math.log2(sum / Math.max(1, count) + 1))));
  let best = { parameter: 0, bits: Number.POSITIVE_INFINITY };
  for (
    let parameter = Math.max(0, guess - 1);
    parameter <= Math.min(HIGHEST_PARAMETER, guess + 1);
    parameter++
  ) {
    let bits = count * (parameter + 1);
    for (let i = from; i < end; i++) bits += residual[i]! >>> parameter;
    if (bits < best.bits) best = { parameter, bits };
  }
  return best;
}

/**
 * Writes a clip as FLAC: beside its place, synced, read back and compared, then renamed.
 * @param rate of the samples, hertz
 * @throws RolecallError `environment` where the disk is full, or gives back other bytes than it was given
 */
export async function writeFlac(
  samples: Int16Array,
  file: string,
  { rate = SAMPLE_RATE, signal }: { readonly rate?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  if (signal?.aborted) throw cancelled();
  const part = await PartFile.create(file);
  try {
    const bytes = encodeFlac(samples, rate);
    await part.write(bytes);
    await part.finish({ expected: bytes });
  } finally {
    await part.discard();
  }
}
