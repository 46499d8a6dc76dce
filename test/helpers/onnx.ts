/** Writes small ONNX models (onnx.proto3), so that tests run the real runtime on graphs of any shape. */

export interface Value {
  readonly name: string;
  readonly type: 'float32' | 'int64';
  /** A string names a length that may vary; null leaves the whole shape open. */
  readonly shape: readonly (number | string)[] | null;
}

export interface MadeModel {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly {
    readonly kind: string;
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly whole?: Readonly<Record<string, number | readonly number[]>>;
  }[];
  /** A tensor whose numbers lie in a file beside the model. */
  readonly external?: { readonly name: string; readonly location: string; readonly shape: readonly number[] };
}

type Part = readonly number[];

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return bytes;
};
const whole = (field: number, value: number): Part => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, ...parts: readonly Part[]): Part => {
  const content = parts.flat();
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
};
const text = (field: number, value: string): Part => bytes(field, [...new TextEncoder().encode(value)]);

const TYPES = { float32: 1, int64: 7 } as const;
const valueInfo = (field: number, { name, type, shape }: Value): Part =>
  bytes(
    field,
    text(1, name),
    bytes(
      2,
      bytes(
        1,
        whole(1, TYPES[type]),
        ...(shape === null
          ? []
          : [
              bytes(
                2,
                ...shape.map((length) =>
                  bytes(1, typeof length === 'number' ? whole(1, length) : text(2, length)),
                ),
              ),
            ]),
      ),
    ),
  );

export function makeOnnx({ inputs, outputs, nodes, external }: MadeModel): Uint8Array {
  const graph = [
    ...nodes.map((node) =>
      bytes(
        1,
        ...node.inputs.map((name) => text(1, name)),
        ...node.outputs.map((name) => text(2, name)),
        text(4, node.kind),
        ...Object.entries(node.whole ?? {}).map(([name, value]) =>
          bytes(
            5,
            text(1, name),
            ...(typeof value === 'number'
              ? [whole(3, value), whole(20, 2)]
              : [...value.map((each) => whole(8, each)), whole(20, 7)]),
          ),
        ),
      ),
    ),
    text(2, 'made'),
    ...(external
      ? [
          bytes(
            5,
            ...external.shape.map((length) => whole(1, length)),
            whole(2, TYPES.float32),
            text(8, external.name),
            bytes(13, text(1, 'location'), text(2, external.location)),
            whole(14, 1),
          ),
        ]
      : []),
    ...inputs.map((value) => valueInfo(11, value)),
    ...outputs.map((value) => valueInfo(12, value)),
  ];
  return Uint8Array.from([...whole(1, 8), ...bytes(8, text(1, ''), whole(2, 13)), ...bytes(7, ...graph)]);
}
