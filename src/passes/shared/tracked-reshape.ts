// How a Reshape looks on a value that is stored transposed. Dimensions that split or join form groups; where the stored order keeps each group
// together, the Reshape is a view of the stored value too. Says what has to be moved before, and how the result is stored; knows no graph.
import type { Shape } from '../../ir/tensor.ts';

/** Axes of a tensor in the order in which they are stored. */
export type Order = readonly number[];

export interface TrackedReshape {
  /** Order that the input must be stored in, so that the Reshape only renames elements; unit dimensions are where they were. */
  readonly before: Order;
  /** Order in which the output is stored then. */
  readonly after: Order;
}

/** Axes longer than 1 that a Reshape splits or joins. */
export interface Group {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Axes longer than 1. */
function wideAxes(shape: Shape): number[] {
  return shape.flatMap((d, i) => (d === 1 ? [] : [i]));
}

/** The smallest runs of axes of equal products on both sides. */
export function groupsOf(from: Shape, to: Shape): Group[] {
  const left = wideAxes(from);
  const right = wideAxes(to);
  const groups: Group[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const [first, second] = [i, j];
    let [a, b] = [from[left[i++] ?? 0] ?? 1, to[right[j++] ?? 0] ?? 1];
    while (a !== b) {
      if (a < b) a *= from[left[i++] ?? 0] ?? 1;
      else b *= to[right[j++] ?? 0] ?? 1;
    }
    groups.push({ from: left.slice(first, i), to: right.slice(second, j) });
  }
  return groups;
}

/** Puts the axes in `extra` among `order`: each behind the axis before it, axis 0 in front. */
function withUnits(order: readonly number[], extra: readonly number[]): number[] {
  const result = [...order];
  for (const axis of extra) result.splice(axis === 0 ? 0 : result.indexOf(axis - 1) + 1, 0, axis);
  return result;
}

/** The order of channels last where that stores the same, so that values of one shape agree; else `order`. */
function preferred(order: readonly number[], shape: Shape): number[] {
  const last = shape.map((_, i) => (i === 0 ? 0 : i === shape.length - 1 ? 1 : i + 1));
  const wide = (list: readonly number[]): string => list.filter((axis) => shape[axis] !== 1).join();
  return shape.length > 2 && wide(last) === wide(order) ? last : [...order];
}

/** Reshape of `from` to `to`, both as the model has them, of a value stored in `order`. Neither shape holds a 0. */
export function trackReshape(from: Shape, to: Shape, order: Order): TrackedReshape {
  const place = (group: Group): number => order.indexOf(group.from[0] ?? 0);
  const groups = groupsOf(from, to).sort((a, b) => place(a) - place(b));
  const moved = groups.flatMap((g) => g.from);
  let next = 0;
  const before = order.map((axis) => (from[axis] === 1 ? axis : (moved[next++] ?? axis)));
  const units = to.flatMap((d, i) => (d === 1 ? [i] : []));
  return { before, after: preferred(withUnits(groups.flatMap((g) => g.to), units), to) };
}
