// Constants that are one number throughout: scalars, and tensors that exporters filled with one.
import type { Attrs } from '../../ir/graph.ts';
import { sameShape, uniformNumber } from '../../ir/tensor.ts';
import type { DecomposeContext, ValueType } from '../op-def.ts';

/** The number that all elements of a constant are; null where it is none, or not constant. */
export function uniformOf(type: ValueType | null | undefined): number | null {
  return type?.tensor ? uniformNumber(type.tensor) : null;
}

/** Of a binary operator on a float value and one number: the value's identifier and the number. Null otherwise, and where the number widens the shape. */
export function boundOf({ inputs, inputIds, outputs }: DecomposeContext<Attrs>): { readonly id: string; readonly value: number } | null {
  if (inputs.length !== 2 || outputs[0]?.dtype !== 'f32') return null;
  for (const [at, other] of [[0, 1], [1, 0]] as const) {
    const value = uniformOf(inputs[other]);
    const id = inputIds[at];
    if (typeof id !== 'string' || value === null || Number.isNaN(value) || inputs[at]?.tensor) continue;
    if (sameShape(inputs[at]?.shape ?? [], outputs[0].shape)) return { id, value };
  }
  return null;
}
