import { RolecallError } from '../main/model/errors.ts';
import { type Constant, constantsOf, modelBytes, type Operator } from './onnx-model.ts';

/** Samples of one spectrum and from one to the next; spectra of one window of 512 samples. */
export const SPECTRUM = 256;
export const SPECTRUM_HOP = 128;
export const SPECTRA = 4;
const BINS = SPECTRUM / 2 + 1;
/** Numbers in each half of the memory. */
const UNITS = 128;
const GATES = 4;

type Weights = ReadonlyMap<string, { readonly values: Float32Array; readonly dims: readonly number[] }>;

/** For each output of a layer, which inputs in time go into it and through which of its three taps. */
type Reach = readonly (readonly (readonly [input: number, tap: number])[])[];

/** Convolutions of width 3 with one of padding on both sides, over so few points that each is written out. */
const LAYERS: readonly { readonly inputs: number; readonly outputs: number; readonly reach: Reach }[] = [
  {
    inputs: BINS,
    outputs: 128,
    reach: [
      [
        [0, 1],
        [1, 2],
      ],
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
      [
        [1, 0],
        [2, 1],
        [3, 2],
      ],
      [
        [2, 0],
        [3, 1],
      ],
    ],
  },
  {
    inputs: 128,
    outputs: 64,
    reach: [
      [
        [0, 1],
        [1, 2],
      ],
      [
        [1, 0],
        [2, 1],
        [3, 2],
      ],
    ],
  },
  {
    inputs: 64,
    outputs: 64,
    reach: [
      [
        [0, 1],
        [1, 2],
      ],
    ],
  },
  { inputs: 64, outputs: 128, reach: [[[0, 1]]] },
];

/**
 * Builds, from the weights of Silero VAD v5 or v6, a model that hears many windows of one stream in one call and
 * gives what the original gives window by window: all but the recurrent layer looks at one window alone, so that all
 * windows go through it together, and the recurrent layer then walks over them in order.
 *
 * Inputs: `even` [4 windows, 128] and `odd` [4 windows, 127], all first spectra of the windows, then all second ones
 * and so on; row `even` holds x[n] + x[256 - n] for n from 1 to 127 and then x[128], row `odd` holds x[n] - x[256 - n],
 * where x are 16-bit samples: the model's basis is a windowed Fourier basis, whose cosines are even and whose sines
 * are odd, so that half of the products do. `h` and `c` [1, 1, 128]: the memory.
 * Outputs: `probability` [windows, 1], `hOut` and `cOut`.
 *
 * @throws RolecallError `environment` where the bytes are not those of such a model
 */
export function sequenceModel(name: string, original: Uint8Array): Uint8Array {
  let weights: Weights;
  try {
    weights = constantsOf(original);
  } catch (error) {
    throw anotherModel(name, (error as Error).message);
  }
  const weight = (key: string, ...dims: number[]): Float32Array => {
    const found = weights.get(`model.${key}`);
    if (found === undefined) throw anotherModel(name, `it has no ${key}`);
    if (found.dims.join() === dims.join()) return found.values;
    throw anotherModel(name, `${key} has the shape ${found.dims.join(' x ')} instead of ${dims.join(' x ')}`);
  };
  const operators: Operator[] = [];
  const constants: Record<string, Constant> = {};
  const constant = (key: string, values: Constant['values'], ...dims: number[]): string => {
    constants[key] = { values, dims };
    return key;
  };
  const add = (kind: string, inputs: readonly string[], attributes: Operator['attributes'] = {}): string => {
    const output = `value${operators.length}`;
    operators.push({ kind, inputs, outputs: [output], attributes });
    return output;
  };

  const basis = weight('stft.forward_basis_buffer', 2 * BINS, 1, SPECTRUM);
  if (!isFolded(basis)) throw anotherModel(name, 'its spectra are not those of a Fourier basis');
  const [cosines, sines] = foldedBasis(basis);
  const real = add('MatMul', ['even', constant('cosines', cosines, SPECTRUM / 2, BINS)]);
  const imaginary = add('MatMul', ['odd', constant('sines', sines, SPECTRUM / 2 - 1, BINS)]);
  const power = add('Add', [add('Mul', [real, real]), add('Mul', [imaginary, imaginary])]);
  let points = Array.from({ length: SPECTRA }, (_, index) => `spectrum${index}`);
  operators.push({
    kind: 'Split',
    inputs: [add('Sqrt', [power])],
    outputs: points,
    attributes: { axis: 0, num_outputs: SPECTRA },
  });

  LAYERS.forEach(({ inputs, outputs, reach }, layer) => {
    const kernel = weight(`encoder.${layer}.reparam_conv.weight`, outputs, inputs, 3);
    const bias = constant(`bias${layer}`, weight(`encoder.${layer}.reparam_conv.bias`, outputs), outputs);
    const taps = [0, 1, 2].map((tap) =>
      transposed(kernel, inputs, outputs, (i, o) => (o * inputs + i) * 3 + tap),
    );
    points = reach.map((terms) => {
      let sum = bias;
      for (const [input, tap] of terms) {
        const matrix = constant(`layer${layer}tap${tap}`, taps[tap]!, inputs, outputs);
        sum = add('Gemm', [points[input]!, matrix, sum]);
      }
      return add('Relu', [sum]);
    });
  });

  const recurrent = (key: string, columns: number, ...dims: number[]): Float32Array =>
    inOnnxOrder(weight(`decoder.rnn.${key}`, ...dims), columns);
  const biases = new Float32Array(2 * GATES * UNITS);
  biases.set(recurrent('bias_ih', 1, GATES * UNITS));
  biases.set(recurrent('bias_hh', 1, GATES * UNITS), GATES * UNITS);
  operators.push({
    kind: 'LSTM',
    inputs: [
      add('Unsqueeze', [points[0]!, constant('one', BigInt64Array.of(1n), 1)]),
      constant('inputGates', recurrent('weight_ih', UNITS, GATES * UNITS, UNITS), 1, GATES * UNITS, UNITS),
      constant('memoryGates', recurrent('weight_hh', UNITS, GATES * UNITS, UNITS), 1, GATES * UNITS, UNITS),
      constant('biases', biases, 1, 2 * GATES * UNITS),
      '',
      'h',
      'c',
    ],
    outputs: ['heard', 'hOut', 'cOut'],
    attributes: { hidden_size: UNITS },
  });
  const heard = add('Reshape', ['heard', constant('flat', BigInt64Array.of(-1n, BigInt(UNITS)), 2)]);
  const score = add('Gemm', [
    add('Relu', [heard]),
    constant('decoder', weight('decoder.decoder.2.weight', 1, UNITS, 1), UNITS, 1),
    constant('decoderBias', weight('decoder.decoder.2.bias', 1), 1),
  ]);
  operators.push({ kind: 'Sigmoid', inputs: [score], outputs: ['probability'] });
  return modelBytes({
    operators,
    constants,
    inputs: {
      even: ['spectra', SPECTRUM / 2],
      odd: ['spectra', SPECTRUM / 2 - 1],
      h: [1, 1, UNITS],
      c: [1, 1, UNITS],
    },
    outputs: { probability: ['windows', 1], hOut: [1, 1, UNITS], cOut: [1, 1, UNITS] },
  });
}

/** Whether the rows of cosines are even and the rows of sines odd, and sample 0 counts for nothing. */
function isFolded(basis: Float32Array): boolean {
  for (let row = 0; row < 2 * BINS; row += 1) {
    const sign = row < BINS ? 1 : -1;
    const at = row * SPECTRUM;
    if (basis[at] !== 0) return false;
    if (sign === -1 && basis[at + SPECTRUM / 2] !== 0) return false;
    for (let n = 1; n < SPECTRUM / 2; n += 1) {
      if (basis[at + n] !== sign * basis[at + SPECTRUM - n]!) return false;
    }
  }
  return true;
}

/** The halves of the basis, one column a bin, for 16-bit samples. */
function foldedBasis(basis: Float32Array): [cosines: Float32Array, sines: Float32Array] {
  const half = (rows: number, firstBin: number): Float32Array =>
    transposed(basis, rows, BINS, (row, bin) => (firstBin + bin) * SPECTRUM + row + 1).map(
      // A power of two: nothing is rounded.
      (value) => value / 32_768,
    );
  return [half(SPECTRUM / 2, 0), half(SPECTRUM / 2 - 1, BINS)];
}

function transposed(
  values: Float32Array,
  rows: number,
  columns: number,
  place: (row: number, column: number) => number,
): Float32Array {
  const turned = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1)
      turned[row * columns + column] = values[place(row, column)]!;
  }
  return turned;
}

/** PyTorch has the gates in the order input, forget, cell, output; ONNX has input, output, forget, cell. */
function inOnnxOrder(values: Float32Array, columns: number): Float32Array {
  const size = UNITS * columns;
  const ordered = new Float32Array(values.length);
  [0, 3, 1, 2].forEach((gate, place) => {
    ordered.set(values.subarray(gate * size, (gate + 1) * size), place * size);
  });
  return ordered;
}

const anotherModel = (name: string, why: string): RolecallError =>
  new RolecallError({
    kind: 'environment',
    message: `The model ${name} is not Silero VAD v5 or v6: ${why}.`,
    remedy:
      'This is another model than its name says: restore the right file, then run `rolecall models check`.',
  });
