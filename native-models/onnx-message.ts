/**
 * Reading and writing protobuf messages, as far as ONNX files need it: whole numbers and blocks of bytes
 * (protobuf.dev/programming-guides/encoding).
 */

/** One field of a message: its number, its value, and both with their tag. */
export interface Field {
  readonly number: number;
  /** A whole number, or the bytes of a string, a message or packed numbers. */
  readonly value: number | Uint8Array;
  readonly whole: Uint8Array;
}

/**
 * The fields of a message in their order.
 *
 * @throws RangeError where the bytes end in the middle of one
 */
export function fieldsOf(message: Uint8Array): Field[] {
  const found: Field[] = [];
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError('The message ends in the middle of a number');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const block = (length: number): Uint8Array => {
    if (at + length > message.length) throw new RangeError('The message ends in the middle of a field');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const start = at;
    const tag = number();
    const value = contentOf(tag % 8, number, block);
    found.push({ number: Math.floor(tag / 8), value, whole: message.subarray(start, at) });
  }
  return found;
}

function contentOf(
  kind: number,
  number: () => number,
  block: (length: number) => Uint8Array,
): number | Uint8Array {
  if (kind === 0) return number();
  if (kind === 1) return block(8);
  if (kind === 2) return block(number());
  if (kind === 5) return block(4);
  throw new RangeError(`The message has a field of the unknown kind ${kind}`);
}

/** The blocks of one field number. */
export const blocksOf = (fields: readonly Field[], number: number): Uint8Array[] =>
  fields.flatMap((field) =>
    field.number === number && field.value instanceof Uint8Array ? [field.value] : [],
  );

export const textOf = (block: Uint8Array | undefined): string => new TextDecoder().decode(block);

/** Whole numbers of one field, written one by one or packed into a block. */
export function numbersOf(fields: readonly Field[], number: number): number[] {
  const found: number[] = [];
  for (const field of fields) {
    if (field.number !== number) continue;
    if (typeof field.value === 'number') found.push(field.value);
    else for (let at = 0; at < field.value.length; ) at = pushPacked(field.value, at, found);
  }
  return found;
}

function pushPacked(block: Uint8Array, from: number, into: number[]): number {
  let value = 0;
  for (let at = from, factor = 1; at < block.length; at += 1, factor *= 128) {
    const byte = block[at]!;
    value += (byte & 127) * factor;
    if (byte < 128) {
      into.push(value);
      return at + 1;
    }
  }
  throw new RangeError('The message ends in the middle of a number');
}

/** Parts of a message, in order. */
export function message(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.from([...bytes, rest]);
}

/** @param value a whole number, not below zero */
export const numberField = (number: number, value: number): Uint8Array =>
  message(varint(number * 8), varint(value));

export function blockField(number: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return message(varint(number * 8 + 2), varint(bytes.length), bytes);
}
