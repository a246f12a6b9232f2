// Outputs whose coordinate along each axis comes from a constant list of input coordinates: y[i, j, ...] = x[rows[i], columns[j], ...]. Lists of few
// arithmetic runs (padding by reflection, whole-number enlargement) become strided copies straight into the output; others gather slices, an axis at a time.
import { makeData } from '../../ir/dtype.ts';
import { type Shape, type Tensor, coordinatesOf, elementCount, makeTensor, stridesOf } from '../../ir/tensor.ts';
import type { LowerContext, LowerValue } from '../op-def.ts';
import { gatherSlices } from './gather.ts';
import { moveElements } from './movement.ts';

/** Input coordinates along one axis; null where they are 0, 1, 2, ... over the whole axis. */
export type IndexList = readonly number[] | null;

/** `count` groups of `repeat` equal coordinates each, from output position `at` on; coordinates are first, first + step, ... */
interface Run {
  readonly at: number;
  readonly first: number;
  readonly step: number;
  readonly count: number;
  readonly repeat: number;
}

/** More strided copies than this cost more code than gathering. */
const MOST_COPIES = 32;

export function mapReference(x: Tensor, shape: Shape, lists: readonly IndexList[]): Tensor {
  const data = makeData(x.dtype, elementCount(shape));
  const strides = stridesOf(x.shape);
  for (let i = 0; i < data.length; i++) {
    data[i] = x.data[coordinatesOf(i, shape).reduce((sum, at, d) => sum + (lists[d]?.[at] ?? at) * (strides[d] ?? 0), 0)] ?? 0;
  }
  return makeTensor(x.dtype, shape, data);
}

/** The one run of equal groups that the whole list is, where it is one. */
function repeated(list: readonly number[]): Run | null {
  const repeat = list.findIndex((v) => v !== list[0]);
  if (repeat < 2 || list.length % repeat !== 0) return null;
  const [first = 0] = list;
  const step = (list[repeat] ?? 0) - first;
  const whole = list.every((v, i) => v === first + Math.floor(i / repeat) * step);
  return whole ? { at: 0, first, step, count: list.length / repeat, repeat } : null;
}

function runsOf(list: readonly number[]): Run[] {
  const whole = repeated(list);
  if (whole !== null) return [whole];
  const runs: Run[] = [];
  for (let at = 0; at < list.length; ) {
    const first = list[at] ?? 0;
    const step = at + 1 < list.length ? (list[at + 1] ?? 0) - first : 0;
    let count = 1;
    while (at + count < list.length && list[at + count] === first + count * step) count++;
    runs.push({ at, first, step, count, repeat: 1 });
    at += count;
  }
  return runs;
}

function product(lists: readonly (readonly Run[])[]): Run[][] {
  return lists.reduce<Run[][]>((all, runs) => all.flatMap((before) => runs.map((run) => [...before, run])), [[]]);
}

/** Fills y by `lists`, one for each axis. */
export function lowerIndexMap<A>(ctx: LowerContext<A>, { x, y }: { readonly x: LowerValue; readonly y: LowerValue }, lists: readonly IndexList[]): void {
  const runs = lists.map((list, d): Run[] => (list === null ? [{ at: 0, first: 0, step: 1, count: y.shape[d] ?? 1, repeat: 1 }] : runsOf(list)));
  if (runs.reduce((n, r) => n * r.length, 1) > MOST_COPIES) return gatherAxes(ctx, { x, y }, lists);
  const [from, to] = [stridesOf(x.shape), stridesOf(y.shape)];
  const at = (strides: readonly number[], place: readonly number[]): number => place.reduce((sum, p, d) => sum + p * (strides[d] ?? 0), 0);
  for (const combination of product(runs)) {
    moveElements(ctx, y.dtype, {
      shape: combination.flatMap((r) => [r.count, r.repeat]),
      from: combination.flatMap((r, d) => [r.step * (from[d] ?? 0), 0]),
      to: combination.flatMap((r, d) => [r.repeat * (to[d] ?? 0), to[d] ?? 0]),
    }, {
      x: { handle: x.handle, offset: at(from, combination.map((r) => r.first)) },
      y: { handle: y.handle, offset: at(to, combination.map((r) => r.at)) },
    });
  }
}

/** Axes that shrink first, so that later ones move less. */
function gatherAxes<A>(ctx: LowerContext<A>, { x, y }: { readonly x: LowerValue; readonly y: LowerValue }, lists: readonly IndexList[]): void {
  const growth = (axis: number): number => (y.shape[axis] ?? 1) / (x.shape[axis] ?? 1);
  const axes = lists.flatMap((list, axis) => (list === null ? [] : [axis])).sort((a, b) => growth(a) - growth(b) || b - a);
  let current = x;
  axes.forEach((axis, i) => {
    const shape = current.shape.map((d, k) => (k === axis ? (y.shape[axis] ?? d) : d));
    const next = i === axes.length - 1 ? y : ctx.temporary(y.dtype, shape);
    gatherSlices(ctx, { x: current, y: next, axis, slots: { constant: Int32Array.from(lists[axis] ?? []), dtype: 'i32', role: 'table' } });
    current = next;
  });
}
