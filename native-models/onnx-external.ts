/**
 * What a message of the ONNX format (onnx.proto3) may hold, as far as the way to tensors goes: for each field that
 * is a message, which.
 */
const FIELDS = {
  model: { 7: 'graph', 25: 'function' },
  function: { 7: 'node' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  tensor: {},
} as const satisfies Record<string, Record<number, string>>;
type Message = keyof typeof FIELDS;

const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const DEEPEST = 64;

/**
 * Whether a model wants numbers from another file. Such a file would be read from wherever the model says, unseen by
 * the manifest's checksum, so no such model is opened. Bytes that are no ONNX model count as wanting none: the
 * runtime refuses them.
 */
export function wantsOtherFiles(bytes: Uint8Array): boolean {
  return search(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'model', 0);
}

function search(view: DataView, message: Message, depth: number): boolean {
  if (depth > DEEPEST) return true;
  let at = 0;
  const number = (): number => {
    let [value, factor] = [0, 1];
    for (;;) {
      if (at >= view.byteLength) throw new EndOfMessage();
      const byte = view.getUint8(at);
      at += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  try {
    while (at < view.byteLength) {
      const key = number();
      const [field, kind] = [Math.floor(key / 8), key % 8];
      if (kind === 0) {
        const value = number();
        if (message === 'tensor' && field === DATA_LOCATION && value !== 0) return true;
      } else if (kind === 2) {
        const length = number();
        if (at + length > view.byteLength) return false;
        if (message === 'tensor' && field === EXTERNAL_DATA) return true;
        const inside = (FIELDS[message] as Record<number, Message | undefined>)[field];
        if (inside !== undefined) {
          const part = new DataView(view.buffer, view.byteOffset + at, length);
          if (search(part, inside, depth + 1)) return true;
        }
        at += length;
      } else if (kind === 1) at += 8;
      else if (kind === 5) at += 4;
      else return false;
    }
  } catch (error) {
    if (error instanceof EndOfMessage) return false;
    throw error;
  }
  return false;
}

class EndOfMessage extends Error {}
