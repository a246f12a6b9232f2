// Operators of the softmax family: along one axis from opset 13; before, over all dimensions from `axis` on as one row.
import { type Shape, type Tensor, makeTensor } from '../../ir/tensor.ts';
import type { ExpandContext } from '../op-def.ts';
import { normaliseAxis, requiredInput } from './attributes.ts';

export interface FlattenedAxis {
  readonly shape: Shape;
  readonly axis: number;
  /** All dimensions from axis on form one row. */
  readonly flattened: boolean;
}

/** Where each dimension behind the axis has length 1 the two meanings are the same. */
export function flattenedFrom(ctx: ExpandContext): FlattenedAxis {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  const old = ctx.opset < 13;
  const given = ctx.raw['axis'] ?? (old ? 1 : -1);
  if (typeof given !== 'number' || !Number.isInteger(given)) return reject(`attribute 'axis' must be an integer, found ${JSON.stringify(given)}`);
  const axis = normaliseAxis(given, shape.length, reject);
  return { shape, axis, flattened: old && shape.slice(axis + 1).some((d) => d !== 1) };
}

export function shapeTensor(shape: readonly number[]): Tensor {
  return makeTensor('i64', [shape.length], BigInt64Array.from(shape, BigInt));
}
