// Reads raw ONNX attributes with defaults and range checks. Rejections name the attribute, what was found and what is allowed.
import type { DType } from '../../ir/dtype.ts';
import type { AttrValue } from '../../ir/graph.ts';
import { toNumbers } from '../../ir/tensor.ts';
import type { ParseContext } from '../op-def.ts';

/** What reading attributes takes. */
export type AttrContext = Pick<ParseContext, 'raw' | 'reject'>;

function raw(ctx: AttrContext, name: string): AttrValue | undefined {
  return Object.hasOwn(ctx.raw, name) ? ctx.raw[name] : undefined;
}

export function intAttr(ctx: AttrContext, name: string, fallback: number): number {
  const value = raw(ctx, name) ?? fallback;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return ctx.reject(`attribute '${name}' must be an integer, found ${JSON.stringify(value)}`);
  return value;
}

export function floatAttr(ctx: AttrContext, name: string, fallback: number): number {
  const value = raw(ctx, name) ?? fallback;
  const open = Math.abs(fallback) === Infinity;
  if (typeof value !== 'number' || Number.isNaN(value) || !(open || Number.isFinite(value))) return ctx.reject(`attribute '${name}' must be a number, found ${typeof value === 'number' ? value : JSON.stringify(value)}`);
  return value;
}

export function stringAttr(ctx: AttrContext, name: string, fallback: string, allowed: readonly string[]): string {
  const value = raw(ctx, name) ?? fallback;
  if (typeof value !== 'string' || !allowed.includes(value)) {
    return ctx.reject(`attribute '${name}' must be one of ${allowed.join(', ')}, found ${JSON.stringify(value)}`);
  }
  return value;
}

/** A list of integers, or null where the attribute is absent. */
export function intsAttr(ctx: AttrContext, name: string): number[] | null {
  const value = raw(ctx, name);
  if (value === undefined) return null;
  if (!Array.isArray(value)) return ctx.reject(`attribute '${name}' must be a list of integers`);
  return value.map((item: AttrValue) =>
    typeof item === 'number' && Number.isSafeInteger(item) ? item : ctx.reject(`attribute '${name}' must be a list of integers`),
  );
}

const INTEGERS: readonly DType[] = ['i64', 'i32'];

/** A list that was an attribute up to some opset and is input `index` from then on; null where absent. It must be constant. */
export function intsAttrOrInput(ctx: ParseContext, name: string, index: number): number[] | null {
  const input = ctx.inputs[index];
  if (input && (!INTEGERS.includes(input.dtype) || input.shape.length > 1)) return ctx.reject(`input '${name}' is ${input.dtype} of shape [${input.shape.join(',')}]; a list of integers is expected`);
  return intsAttr(ctx, name) ?? constantInput(ctx, name, index);
}

/** Constant input as numbers; null where the optional input is absent. Rejects an input that is computed at run time. */
export function constantInput(ctx: Pick<ParseContext, 'inputs' | 'reject'>, name: string, index: number): number[] | null {
  const input = ctx.inputs[index];
  if (input === undefined || input === null) return null;
  if (!input.tensor) {
    return ctx.reject(`input '${name}' is computed at run time; it must be a constant`, `simplify the model so that '${name}' is a constant (onnxsim, or export with fixed shapes)`);
  }
  return toNumbers(input.tensor);
}

/** `axis` in [-rank, rank) made non-negative. */
export function normaliseAxis(axis: number, rank: number, reject: (message: string) => never): number {
  if (axis < -rank || axis >= rank) return reject(`axis ${axis} is outside a tensor of rank ${rank}`);
  return axis < 0 ? axis + rank : axis;
}

/** Type of a data input that must be there. */
export function requiredInput<T>(inputs: readonly (T | null)[], index: number, reject: (message: string) => never): T {
  const input = inputs[index];
  if (input === undefined || input === null) return reject(`input ${index} is missing`);
  return input;
}

/** Rejects data inputs of different element types: operators compute on one. */
export function oneElementType(inputs: readonly ({ readonly dtype: DType } | null)[], reject: (message: string) => never): void {
  const types = [...new Set(inputs.flatMap((x) => (x === null ? [] : [x.dtype])))];
  if (types.length > 1) reject(`its inputs have element types ${types.join(' and ')}; one is expected`);
}
