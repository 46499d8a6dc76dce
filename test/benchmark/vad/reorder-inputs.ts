import { blocksOf, type Field, fieldsOf, message, textOf } from '../../../native-models/onnx-message.ts';

// onnx.proto3: the graph of a model, the inputs of a graph, the name of an input.
const GRAPH = 7;
const INPUT = 11;
const NAME = 1;

/**
 * The same ONNX model with its inputs declared in another order, which changes nothing but what programs that go by
 * the order take them for.
 */
export function reorderInputs(model: Uint8Array, order: readonly string[]): Uint8Array {
  return message(
    ...fieldsOf(model).flatMap((field) => {
      if (field.number !== GRAPH || typeof field.value === 'number') return [field.whole];
      const inside = fieldsOf(field.value);
      const inputs = inside
        .filter(({ number }) => number === INPUT)
        .sort((a, b) => order.indexOf(nameOf(a)) - order.indexOf(nameOf(b)));
      const content = inside.map((each) => (each.number === INPUT ? inputs.shift()! : each).whole);
      // The graph is as long as before: its tag and length stay.
      return [field.whole.subarray(0, field.whole.length - field.value.length), ...content];
    }),
  );
}

const nameOf = ({ value }: Field): string =>
  typeof value === 'number' ? '' : textOf(blocksOf(fieldsOf(value), NAME)[0]);
