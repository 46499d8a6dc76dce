/** One field of a protobuf message: its number, and its bytes with the tag. */
interface Field {
  readonly number: number;
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

function fieldsOf(message: Uint8Array): Field[] {
  const found: Field[] = [];
  for (let at = 0; at < message.length; ) {
    const start = at;
    const varint = (): number => {
      let value = 0;
      for (let shift = 1; ; shift *= 128) {
        const byte = message[at++] as number;
        value += (byte & 127) * shift;
        if (byte < 128) return value;
      }
    };
    const tag = varint();
    const kind = tag & 7;
    let contentAt = at;
    if (kind === 0) varint();
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else {
      const length = varint();
      contentAt = at;
      at += length;
    }
    found.push({
      number: tag >>> 3,
      whole: message.subarray(start, at),
      content: message.subarray(contentAt, at),
    });
  }
  return found;
}

const GRAPH = 7;
const INPUT = 11;
const NAME = 1;

/**
 * The same ONNX model with its inputs declared in another order, which changes nothing but what programs that go by
 * the order take them for. Field numbers: onnx.proto3.
 */
export function reorderInputs(model: Uint8Array, order: readonly string[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const field of fieldsOf(model)) {
    if (field.number !== GRAPH) {
      parts.push(field.whole);
      continue;
    }
    const inside = fieldsOf(field.content);
    const nameOf = (input: Field): string =>
      Buffer.from(fieldsOf(input.content).find(({ number }) => number === NAME)?.content ?? []).toString();
    const inputs = inside
      .filter(({ number }) => number === INPUT)
      .sort((a, b) => order.indexOf(nameOf(a)) - order.indexOf(nameOf(b)));
    const content = inside.map((each) =>
      each.number === INPUT ? (inputs.shift() as Field).whole : each.whole,
    );
    // The graph is as long as before: its tag and length stay.
    parts.push(field.whole.subarray(0, field.whole.length - field.content.length), ...content);
  }
  return Buffer.concat(parts);
}
