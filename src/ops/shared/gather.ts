// Lowering of everything that reads or writes slices at computed places. First indices become slots: numbers of slices, in int32, every index clamped to
// its dimension, so that no input of a firmware leads outside a buffer; constant indices become a table. Then slices are gathered from slots or
// scattered to them. Indices are int32 or int64.
import { bytesOf } from '../../ir/dtype.ts';
import { type Shape, coordinatesOf, elementCount, stridesOf, toNumbers } from '../../ir/tensor.ts';
import type { CallOperand, LowerContext, LowerValue, ValueType } from '../op-def.ts';
import { runOf } from './axis-run.ts';
import { joinDims } from './joined-dims.ts';

const RANK = 6;

/** How tuples of indices name slices: slot = base of the tuple's place in the grid + sum of index k * stride k. All strides are in slices. */
export interface SlotRule {
  /** Grid of tuples, row-major in the index tensor; at most six dimensions that differ in base. */
  readonly grid: Shape;
  readonly base: readonly number[];
  /** Dimensions that the indices of a tuple address. */
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}

/** Negative indices count from the end; what lies outside is moved to the nearest end. */
export function clampIndex(index: number, size: number): number {
  return Math.max(0, Math.min(size - 1, index < 0 ? index + size : index));
}

export function slotsOf(indices: readonly number[], rule: SlotRule): Int32Array {
  const depth = rule.sizes.length;
  return Int32Array.from({ length: elementCount(rule.grid) }, (_, tuple) => {
    const base = coordinatesOf(tuple, rule.grid).reduce((sum, at, d) => sum + at * (rule.base[d] ?? 0), 0);
    return rule.sizes.reduce((sum, size, k) => sum + clampIndex(indices[tuple * depth + k] ?? 0, size) * (rule.strides[k] ?? 0), base);
  });
}

/** The rule of GatherElements and ScatterElements: slices are elements, and the place of an index gives all coordinates but the one along `axis`. */
export function elementSlots(data: Shape, indices: Shape, axis: number): SlotRule {
  const strides = stridesOf(data);
  return { grid: indices, base: strides.map((s, d) => (d === axis ? 0 : s)), sizes: [data[axis] ?? 1], strides: [strides[axis] ?? 1] };
}

/** The rule of GatherND and ScatterND: tuples along the last dimension of the indices, within a batch; `slice` elements behind what they address. */
export function tupleSlots(data: Shape, indices: Shape, batchDims: number): { readonly rule: SlotRule; readonly slice: number } {
  const depth = indices.at(-1) ?? 1;
  const slice = elementCount(data.slice(batchDims + depth));
  const strides = stridesOf(data).map((s) => s / slice);
  const grid = indices.slice(0, -1);
  const base = grid.map((_, d) => (d < batchDims ? (strides[d] ?? 0) : 0));
  return { rule: { grid, base, sizes: data.slice(batchDims, batchDims + depth), strides: strides.slice(batchDims, batchDims + depth) }, slice };
}

/** Slots of all tuples, as the operand of a call: a table where indices are constant, otherwise computed into a temporary. */
export function lowerSlots<A>(ctx: LowerContext<A>, indices: LowerValue, rule: SlotRule): CallOperand {
  if (indices.tensor) return { constant: slotsOf(toNumbers(indices.tensor), rule), dtype: 'i32', role: 'table' };
  const dims = joinDims(rule.grid, [rule.base]);
  if (dims.length > RANK || rule.sizes.length > RANK) return ctx.reject(`its indices address ${rule.sizes.length} dimensions from a grid of ${dims.length}; at most ${RANK} of each are supported`);
  const slots = ctx.temporary('i32', [elementCount(rule.grid)]);
  const front = <T>(list: readonly T[], fill: T): T[] => [...new Array<T>(RANK - list.length).fill(fill), ...list];
  const back = (list: readonly number[], i: number, fill: number): number => list[i] ?? fill;
  const params = Object.fromEntries([
    ...front(dims.map((d) => d.size), 1).map((d, i): [string, number] => [`d${i}`, d]),
    ...front(dims.map((d) => d.strides[0] ?? 0), 0).map((s, i): [string, number] => [`base${i}`, s]),
    ...Array.from({ length: RANK }, (_, i): [string, number] => [`size${i}`, back(rule.sizes, i, 1)]),
    ...Array.from({ length: RANK }, (_, i): [string, number] => [`stride${i}`, back(rule.strides, i, 0)]),
  ]);
  ctx.call('index_slots', { ...params, depth: rule.sizes.length }, { ...indexOperands(ctx, indices), y: { value: slots.handle } });
  return { value: slots.handle };
}

/** Operands `indices` (int32) and `indices64`, of which one is null. */
export function indexOperands<A>(ctx: LowerContext<A>, indices: LowerValue): Record<'indices' | 'indices64', CallOperand> {
  if (indices.dtype !== 'i32' && indices.dtype !== 'i64') return ctx.reject(`indices are ${indices.dtype}; int32 and int64 are supported`, 'cast them to int32');
  return { indices: indices.dtype === 'i32' ? { value: indices.handle } : null, indices64: indices.dtype === 'i64' ? { value: indices.handle } : null };
}

export interface SliceGather {
  readonly x: LowerValue;
  readonly y: LowerValue;
  readonly axis: number;
  /** Positions along the axis. */
  readonly slots: CallOperand;
}

/** y[.., i, ..] = x[.., slots[i], ..] along an axis; y has the shape of x but there. */
export function gatherSlices<A>(ctx: LowerContext<A>, { x, y, axis, slots }: SliceGather): void {
  const { outer, count, inner } = runOf(x.shape, [axis]);
  const params = { outer, x_step: count, count: elementCount(y.shape) / (outer * inner), slice_bytes: inner * bytesOf(y.dtype) };
  ctx.call('gather_slices', params, { x: { value: x.handle }, slots, y: { value: y.handle } });
}

export type Reduction = 'none' | 'add' | 'mul' | 'min' | 'max';

export const REDUCTIONS: readonly Reduction[] = ['none', 'add', 'mul', 'min', 'max'];

export interface SliceScatter {
  readonly data: LowerValue;
  readonly updates: LowerValue;
  readonly y: LowerValue;
  readonly slots: CallOperand;
  /** Parts that use the same slots, and elements of a slice. */
  readonly outer: number;
  readonly slice: number;
  readonly reduction: Reduction;
}

const REDUCING: Readonly<Partial<Record<ValueType['dtype'], string>>> = { f32: 'scatter_f32', i32: 'scatter_i32', i64: 'scatter_i64' };

/** y = data, then slice slots[i] of y is replaced by, or combined with, slice i of updates, in order. */
export function scatterSlices<A>(ctx: LowerContext<A>, { data, updates, y, slots, outer, slice, reduction }: SliceScatter): void {
  const geometry = { outer, y_step: elementCount(y.shape) / outer / slice, count: elementCount(updates.shape) / outer / slice };
  const operands = { x: { value: data.handle }, slots, updates: { value: updates.handle }, y: { value: y.handle } };
  if (reduction === 'none') return ctx.call('scatter_slices', { ...geometry, slice_bytes: slice * bytesOf(y.dtype) }, operands);
  const kernel = REDUCING[y.dtype];
  if (kernel === undefined) return ctx.reject(`reduction '${reduction}' of ${y.dtype} is not supported`, 'reduce float or signed integers');
  ctx.call(kernel, { ...geometry, slice, operation: REDUCTIONS.indexOf(reduction) }, operands);
}
