/** Writes numbers of any width, the highest bit first, into bytes that grow as needed. */
export class BitWriter {
  #bytes: Uint8Array;
  #length = 0;
  #held = 0;
  #heldBits = 0;

  constructor(expectedBytes: number) {
    this.#bytes = new Uint8Array(expectedBytes);
  }

  /** Whole bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** The lowest `width` bits of a number; up to 32. */
  write(value: number, width: number): void {
    if (width > 16) {
      this.write(value >>> 16, width - 16);
      this.write(value & 0xffff, 16);
      return;
    }
    this.#held = (this.#held << width) | (value & ((1 << width) - 1));
    this.#heldBits += width;
    while (this.#heldBits >= 8) {
      this.#heldBits -= 8;
      this.#push((this.#held >>> this.#heldBits) & 0xff);
    }
    this.#held &= (1 << this.#heldBits) - 1;
  }

  /** A Rice code: the upper part in zeros ended by a one, then `parameter` bits. */
  writeRice(value: number, parameter: number): void {
    for (let zeros = value >>> parameter; zeros > 0; zeros -= 16) this.write(0, Math.min(16, zeros));
    this.write((1 << parameter) | (value & ((1 << parameter) - 1)), parameter + 1);
  }

  writeBytes(bytes: Uint8Array): void {
    for (const byte of bytes) this.write(byte, 8);
  }

  /** Fills the byte in hand with zeros. */
  align(): void {
    if (this.#heldBits > 0) this.write(0, 8 - this.#heldBits);
  }

  /** A view of the whole bytes from a position on. */
  bytesFrom(position: number): Uint8Array {
    return this.#bytes.subarray(position, this.#length);
  }

  finish(): Uint8Array {
    this.align();
    return this.#bytes.slice(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2 + 64);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}

const table = (bits: 8 | 16, polynomial: number): Uint16Array =>
  Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (bits - 8);
    for (let i = 0; i < 8; i++) value = value & (1 << (bits - 1)) ? (value << 1) ^ polynomial : value << 1;
    return value & ((1 << bits) - 1);
  });
const TABLE_8 = table(8, 0x07);
const TABLE_16 = table(16, 0x8005);

/** CRC-8 of a FLAC frame's header (RFC 9639, 9.1.8). */
export function checksum8(bytes: Uint8Array): number {
  let value = 0;
  for (let i = 0; i < bytes.length; i++) value = TABLE_8[value ^ bytes[i]!]!;
  return value;
}

/** CRC-16 of a whole FLAC frame (RFC 9639, 9.3). */
export function checksum16(bytes: Uint8Array): number {
  let value = 0;
  for (let i = 0; i < bytes.length; i++)
    value = ((value << 8) & 0xffff) ^ TABLE_16[(value >> 8) ^ bytes[i]!]!;
  return value;
}
