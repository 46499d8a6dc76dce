import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openOnnx } from '../../native-models/onnx-graph.ts';
import { blockField, fieldsOf, message, numberField, numbersOf } from '../../native-models/onnx-message.ts';
import { constantsOf, modelBytes } from '../../native-models/onnx-model.ts';
import { float32 } from '../../native-models/tensors.ts';

const field = fc.oneof(
  fc.record({ number: fc.integer({ min: 1, max: 5_000 }), value: fc.nat({ max: 2 ** 31 - 1 }) }),
  fc.record({ number: fc.integer({ min: 1, max: 5_000 }), value: fc.uint8Array({ maxLength: 300 }) }),
);

test('fields are read as they were written', () => {
  fc.assert(
    fc.property(fc.array(field, { maxLength: 20 }), (fields) => {
      const bytes = message(
        ...fields.map(({ number, value }) =>
          typeof value === 'number' ? numberField(number, value) : blockField(number, value),
        ),
      );
      const found = fieldsOf(bytes);
      expect(found.map(({ number, value }) => ({ number, value }))).toEqual(fields);
      expect(message(...found.map(({ whole }) => whole))).toEqual(bytes);
    }),
  );
});

test('a message that breaks off is refused or shorter, never read past its end', () => {
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), fc.nat({ max: 400 }), (fields, cut) => {
      const bytes = message(
        ...fields.map(({ number, value }) =>
          typeof value === 'number' ? numberField(number, value) : blockField(number, value),
        ),
      );
      try {
        const found = fieldsOf(bytes.subarray(0, Math.max(0, bytes.length - cut)));
        expect(found.length).toBeLessThanOrEqual(fields.length);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});

test('whole numbers are read one by one and packed', () => {
  const packed = blockField(1, Uint8Array.of(5, 0x80, 0x01, 7));
  expect(numbersOf(fieldsOf(message(numberField(1, 3), packed, numberField(2, 9))), 1)).toEqual([
    3, 5, 128, 7,
  ]);
});

const description = {
  operators: [
    { kind: 'Gemm', inputs: ['x', 'w', 'b'], outputs: ['sum'], attributes: { transB: 1 } },
    { kind: 'Relu', inputs: ['sum'], outputs: ['y'] },
  ],
  constants: {
    w: { values: Float32Array.of(1, 2, 3, -4, -5, -6), dims: [2, 3] },
    b: { values: Float32Array.of(0.5, 0.25), dims: [2] },
  },
  inputs: { x: ['rows', 3] },
  outputs: { y: ['rows', 2] },
} as const;

test('a model that was written computes what it says', async () => {
  const graph = await openOnnx(modelBytes(description), 'cpu', 1);
  expect(graph.inputs).toEqual([{ name: 'x', type: 'float32', shape: [null, 3] }]);
  const { y } = await graph.run({ x: float32(Float32Array.of(1, 1, 1, 0, 0, -1), 2, 3) });
  expect([...y!]).toEqual([6.5, 0, 0, 6.25]);
  await graph.release();
});

test('the constants of a model are read with their shapes', () => {
  const found = constantsOf(modelBytes(description));
  expect(Object.fromEntries(found)).toEqual(description.constants);
});
