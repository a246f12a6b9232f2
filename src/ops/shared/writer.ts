// Short forms for operators that are written as others (expand): the nodes most of them need, with shapes at hand.
import type { DType } from '../../ir/dtype.ts';
import { type Shape, makeTensor } from '../../ir/tensor.ts';
import type { ExpandContext } from '../op-def.ts';
import { fromNumbers } from './elementwise.ts';

export function shapeOfId(ctx: ExpandContext, id: string): Shape {
  return ctx.typeOf(id).shape;
}

export function intTensor(ctx: ExpandContext, shape: Shape, values: readonly number[]): string {
  return ctx.constant(fromNumbers({ dtype: 'i64', shape }, values));
}

export function intList(ctx: ExpandContext, ...values: readonly number[]): string {
  return intTensor(ctx, [values.length], values);
}

export function floatTensor(ctx: ExpandContext, shape: Shape, values: ArrayLike<number>): string {
  return ctx.constant(makeTensor('f32', shape, Float32Array.from(values)));
}

export function scalar(ctx: ExpandContext, dtype: DType, value: number): string {
  return ctx.constant(fromNumbers({ dtype, shape: [] }, [value]));
}

export function floatScalar(ctx: ExpandContext, value: number): string {
  return scalar(ctx, 'f32', value);
}

export function reshaped(ctx: ExpandContext, id: string, shape: Shape): string {
  return shapeOfId(ctx, id).join() === shape.join() ? id : ctx.node('Reshape', {}, [id, intList(ctx, ...shape)]);
}

export function transposed(ctx: ExpandContext, id: string, ...perm: readonly number[]): string {
  return ctx.node('Transpose', { perm }, [id]);
}

/** Every `step`th element from `start` to before `end`. */
export function sliced(ctx: ExpandContext, id: string, axis: number, range: { readonly start: number; readonly end: number; readonly step?: number }): string {
  return ctx.node('Slice', {}, [id, intList(ctx, range.start), intList(ctx, range.end), intList(ctx, axis), intList(ctx, range.step ?? 1)]);
}

export function inserted(ctx: ExpandContext, id: string, ...axes: readonly number[]): string {
  return ctx.node('Unsqueeze', {}, [id, intList(ctx, ...axes)]);
}

/** Gives the node's output `index`, if it has it. */
export function give(ctx: ExpandContext, index: number, id: string): void {
  const output = ctx.outputIds[index];
  if (output !== undefined) ctx.node('Identity', {}, [id], { output });
}

/** The name of an input that must be there. */
export function requiredId(ctx: ExpandContext, index: number, name: string): string {
  return ctx.inputIds[index] ?? ctx.reject(`input ${name} is missing`);
}
