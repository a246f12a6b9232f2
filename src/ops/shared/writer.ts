// Short forms for operators that are written as others (expand): the nodes most of them need, with shapes at hand.
import type { AttrValue } from '../../ir/graph.ts';
import { type Shape, makeTensor } from '../../ir/tensor.ts';
import type { ExpandContext } from '../op-def.ts';

export function shapeOfId(ctx: ExpandContext, id: string): Shape {
  return ctx.typeOf(id).shape;
}

export function intList(ctx: ExpandContext, ...values: readonly number[]): string {
  return ctx.constant(makeTensor('i64', [values.length], BigInt64Array.from(values, BigInt)));
}

export function floatTensor(ctx: ExpandContext, shape: Shape, values: ArrayLike<number>): string {
  return ctx.constant(makeTensor('f32', shape, Float32Array.from(values)));
}

export function floatScalar(ctx: ExpandContext, value: number): string {
  return floatTensor(ctx, [], [value]);
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

/** An integer attribute of a node that is not parsed. */
export function intOf(ctx: ExpandContext, name: string, fallback: number): number {
  const value = rawOf(ctx, name) ?? fallback;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : ctx.reject(`attribute '${name}' must be an integer, found ${JSON.stringify(value)}`);
}

export function floatOf(ctx: ExpandContext, name: string, fallback: number): number {
  const value = rawOf(ctx, name) ?? fallback;
  return typeof value === 'number' && !Number.isNaN(value) ? value : ctx.reject(`attribute '${name}' must be a number, found ${JSON.stringify(value)}`);
}

export function rawOf(ctx: ExpandContext, name: string): AttrValue | undefined {
  return Object.hasOwn(ctx.raw, name) ? ctx.raw[name] : undefined;
}

/** The name of an input that must be there. */
export function requiredId(ctx: ExpandContext, index: number, name: string): string {
  return ctx.inputIds[index] ?? ctx.reject(`input ${name} is missing`);
}
