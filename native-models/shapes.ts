import { RolecallError } from '../main/model/errors.ts';
import type { Graph, TensorShape } from './tensors.ts';

const show = (value: TensorShape): string =>
  `${value.name}: ${value.type}[${value.shape.map((length) => length ?? '?').join(', ')}]`;

const matches = (found: TensorShape, wanted: TensorShape): boolean =>
  found.name === wanted.name &&
  found.type === wanted.type &&
  // A graph need not say anything of a shape.
  (found.shape.length === 0 ||
    (found.shape.length === wanted.shape.length &&
      found.shape.every(
        (length, axis) => length === null || wanted.shape[axis] === null || length === wanted.shape[axis],
      )));

/**
 * Refuses a graph whose inputs or outputs are not those that an adapter feeds and reads.
 * Lengths that the graph leaves open, and shapes that it does not tell, count as fitting.
 * @throws RolecallError `environment` that lists both.
 */
export function requireShapes(
  model: string,
  graph: Pick<Graph, 'inputs' | 'outputs'>,
  wanted: { readonly inputs: readonly TensorShape[]; readonly outputs: readonly TensorShape[] },
): void {
  for (const side of ['inputs', 'outputs'] as const) {
    const found = graph[side];
    const fits =
      wanted[side].every((value) => found.some((other) => matches(other, value))) &&
      (side === 'outputs' || found.length === wanted[side].length);
    if (fits) continue;
    throw new RolecallError({
      kind: 'environment',
      message: `The model ${model} has the ${side} (${found.map(show).join('; ')}) instead of (${wanted[side].map(show).join('; ')}).`,
      remedy:
        'This is another model than its name says: restore the right file, then run `rolecall models check`.',
    });
  }
}
