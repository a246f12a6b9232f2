// Places blocks in one arena: greedy best fit in several orders, then a bounded, seeded local search over orders. Deterministic.
// Blocks that are alive at the same time never share bytes; the checker (check.ts) proves the result with other code.
import { ALIGNMENT } from '../kernels/program.ts';

export interface Item {
  readonly bytes: number;
  readonly start: number;
  readonly end: number;
}

export interface Placement {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

const SEARCH_WORK = 4_000_000;

export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function overlaps(a: Item, b: Item): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Largest sum of aligned bytes alive at one moment. */
export function lowerBound(items: readonly Item[]): number {
  const moments = [...new Set(items.map((i) => i.start))];
  return moments.reduce((most, t) => Math.max(most, items.reduce((sum, i) => (i.start <= t && t <= i.end ? sum + aligned(i.bytes) : sum), 0)), 0);
}

/** Places items one after the other, each into the lowest gap among those alive with it that fits. */
function placeInOrder(items: readonly Item[], order: readonly number[], neighbours: readonly (readonly number[])[]): Placement {
  const offsets = new Array<number>(items.length).fill(-1);
  let total = 0;
  for (const index of order) {
    const size = aligned(items[index]?.bytes ?? 0);
    const taken = (neighbours[index] ?? []).filter((n) => (offsets[n] ?? -1) >= 0).map((n) => [offsets[n] ?? 0, aligned(items[n]?.bytes ?? 0)] as const).sort((a, b) => a[0] - b[0]);
    let at = 0;
    for (const [start, bytes] of taken) {
      if (start - at >= size) break;
      at = Math.max(at, start + bytes);
    }
    offsets[index] = at;
    total = Math.max(total, at + size);
  }
  return { offsets, bytes: total };
}

function startingOrders(items: readonly Item[], neighbours: readonly (readonly number[])[]): number[][] {
  const all = items.map((_, i) => i);
  const by = (key: (i: number) => number): number[] => [...all].sort((a, b) => key(b) - key(a) || a - b);
  const bytes = (i: number): number => items[i]?.bytes ?? 0;
  const life = (i: number): number => (items[i]?.end ?? 0) - (items[i]?.start ?? 0);
  const pressure = (i: number): number => (neighbours[i] ?? []).reduce((sum, n) => sum + bytes(n), bytes(i));
  return [by(bytes), by(pressure), by((i) => bytes(i) * (1 + life(i))), by(life), all];
}

/** Offsets, aligned, for items that may share bytes unless they are alive at the same time. */
export function placeItems(items: readonly Item[]): Placement {
  const neighbours = items.map((a, i) => items.flatMap((b, k) => (k !== i && overlaps(a, b) ? [k] : [])));
  const bound = lowerBound(items);
  const tried = startingOrders(items, neighbours).map((order) => ({ order, placement: placeInOrder(items, order, neighbours) }));
  let best = tried.reduce((a, b) => (b.placement.bytes < a.placement.bytes ? b : a));
  const cost = Math.max(1, neighbours.reduce((sum, n) => sum + n.length + 1, 0));
  let state = 12345;
  const random = (limit: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % limit;
  };
  for (let round = 0; round * cost < SEARCH_WORK && round < 2000 && best.placement.bytes > bound; round++) {
    const order = [...best.order];
    const [moved = 0] = order.splice(random(order.length), 1);
    order.splice(random(order.length + 1), 0, moved);
    const placement = placeInOrder(items, order, neighbours);
    if (placement.bytes <= best.placement.bytes) best = { order, placement };
  }
  return best.placement;
}
