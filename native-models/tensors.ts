/** What goes into a model and comes out of it. */
export type TensorValue =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] }
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly dims: readonly number[] };

export type Feeds = Readonly<Record<string, TensorValue>>;

/** One input or output of a graph: `null` stands for a length that may vary. */
export interface TensorShape {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | null)[];
}

/** Something that computes, on whatever hardware. */
export interface Graph {
  readonly inputs: readonly TensorShape[];
  readonly outputs: readonly TensorShape[];
  run(feeds: Feeds): Promise<Readonly<Record<string, Float32Array>>>;
  release(): Promise<void>;
}

export const float32 = (data: Float32Array, ...dims: number[]): TensorValue => ({
  type: 'float32',
  data,
  dims,
});
export const int64 = (value: bigint): TensorValue => ({
  type: 'int64',
  data: BigInt64Array.of(value),
  dims: [],
});
/** A list of whole numbers, one axis. */
export const int64s = (...values: number[]): TensorValue => ({
  type: 'int64',
  data: BigInt64Array.from(values, BigInt),
  dims: [values.length],
});
