import { blockField, blocksOf, fieldsOf, message, numberField, numbersOf, textOf } from './onnx-message.ts';

/** Numbers that a graph holds, row by row. */
export interface Constant {
  readonly values: Float32Array | BigInt64Array;
  readonly dims: readonly number[];
}

export interface Operator {
  readonly kind: string;
  /** Names of values; an empty name stands for one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number>>;
}

/** A graph of operators, in an order in which they can be computed. Its inputs and outputs are float32. */
export interface ModelDescription {
  readonly operators: readonly Operator[];
  readonly constants: Readonly<Record<string, Constant>>;
  /** Lengths of the axes by name of the value; a word stands for a length that varies. */
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs: Readonly<Record<string, readonly (number | string)[]>>;
}

// Field numbers and types of onnx.proto3 (github.com/onnx/onnx).
const MODEL = { irVersion: 1, producer: 2, graph: 7, operatorSet: 8 };
const OPERATOR_SET = { version: 2 };
const GRAPH = { operator: 1, name: 2, constant: 5, input: 11, output: 12 };
const OPERATOR = { input: 1, output: 2, name: 3, kind: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, integer: 3, type: 20 };
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 };
const VALUE = { name: 1, type: 2 };
const FLOAT32 = 1;
const INT64 = 7;
const INTEGER_ATTRIBUTE = 2;
const IR_VERSION = 8;
const OPERATORS_VERSION = 18;

/**
 * The float32 constants of an ONNX model's graph, by name.
 *
 * @throws RangeError where the bytes are no ONNX model
 */
export function constantsOf(model: Uint8Array): Map<string, Constant & { readonly values: Float32Array }> {
  const found = new Map<string, Constant & { readonly values: Float32Array }>();
  for (const graph of blocksOf(fieldsOf(model), MODEL.graph)) {
    for (const tensor of blocksOf(fieldsOf(graph), GRAPH.constant)) {
      const fields = fieldsOf(tensor);
      const [raw] = blocksOf(fields, TENSOR.raw);
      if (numbersOf(fields, TENSOR.type)[0] !== FLOAT32 || raw === undefined) continue;
      // A copy: the numbers may lie at any byte of the file.
      const values = new Float32Array(new Uint8Array(raw).buffer);
      found.set(textOf(blocksOf(fields, TENSOR.name)[0]), { values, dims: numbersOf(fields, TENSOR.dims) });
    }
  }
  return found;
}

/** The bytes of an ONNX model (operator set 18). */
export function modelBytes({ operators, constants, inputs, outputs }: ModelDescription): Uint8Array {
  const values = (field: number, all: ModelDescription['inputs']): Uint8Array[] =>
    Object.entries(all).map(([name, dims]) => blockField(field, valueMessage(name, dims)));
  const graph = message(
    ...operators.map((operator) => blockField(GRAPH.operator, operatorMessage(operator))),
    blockField(GRAPH.name, 'graph'),
    ...Object.entries(constants).map(([name, value]) =>
      blockField(GRAPH.constant, tensorMessage(name, value)),
    ),
    ...values(GRAPH.input, inputs),
    ...values(GRAPH.output, outputs),
  );
  return message(
    numberField(MODEL.irVersion, IR_VERSION),
    blockField(MODEL.producer, 'rolecall'),
    blockField(MODEL.operatorSet, numberField(OPERATOR_SET.version, OPERATORS_VERSION)),
    blockField(MODEL.graph, graph),
  );
}

function operatorMessage({ kind, inputs, outputs, attributes = {} }: Operator): Uint8Array {
  return message(
    ...inputs.map((name) => blockField(OPERATOR.input, name)),
    ...outputs.map((name) => blockField(OPERATOR.output, name)),
    blockField(OPERATOR.name, `${kind} ${outputs[0]}`),
    blockField(OPERATOR.kind, kind),
    ...Object.entries(attributes).map(([name, value]) =>
      blockField(
        OPERATOR.attribute,
        message(
          blockField(ATTRIBUTE.name, name),
          numberField(ATTRIBUTE.integer, value),
          numberField(ATTRIBUTE.type, INTEGER_ATTRIBUTE),
        ),
      ),
    ),
  );
}

function tensorMessage(name: string, { values, dims }: Constant): Uint8Array {
  return message(
    ...dims.map((length) => numberField(TENSOR.dims, length)),
    numberField(TENSOR.type, values instanceof Float32Array ? FLOAT32 : INT64),
    blockField(TENSOR.name, name),
    blockField(TENSOR.raw, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
}

/** ValueInfoProto: a name, and a TypeProto that holds a tensor of element type 1 and a shape 2 of dimensions 1. */
function valueMessage(name: string, dims: readonly (number | string)[]): Uint8Array {
  const shape = dims.map((length) =>
    blockField(1, typeof length === 'number' ? numberField(1, length) : blockField(2, length)),
  );
  const tensor = message(numberField(1, FLOAT32), blockField(2, message(...shape)));
  return message(blockField(VALUE.name, name), blockField(VALUE.type, blockField(1, tensor)));
}
