// Places items in one arena: first fit in several orders, then a bounded, seeded local search over orders. Deterministic.
// Items that are alive at the same time share no byte, except where a pair says how it may; the checker (check.ts) proves the result with other code.
import { ALIGNMENT } from '../kernels/program.ts';

export interface Item {
  readonly bytes: number;
  readonly start: number;
  readonly end: number;
}

/** Two items, alive together at one moment only, that may share bytes. */
export interface Pair {
  /** Indices of items. */
  readonly lower: number;
  readonly upper: number;
  /** Whether both may begin at the same byte. */
  readonly together: boolean;
  /** Bytes by which `lower` has to begin below `upper`, at least; null: at any distance they have to be apart. */
  readonly distance: number | null;
}

export interface Placement {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

/** An item that another one has to keep away from: the other may begin neither after `below` nor before `above`, counted from this one's beginning,
 *  unless both begin at the same byte and `together` holds. */
interface Neighbour {
  readonly index: number;
  readonly below: number;
  readonly above: number;
  readonly together: boolean;
}

const SEARCH_WORK = 4_000_000;

export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function meet(a: Item, b: Item): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function sizeOf(items: readonly Item[], index: number): number {
  return aligned(items[index]?.bytes ?? 0);
}

/** For each item those that it has to keep away from. */
function neighbourhood(items: readonly Item[], pairs: readonly Pair[]): Neighbour[][] {
  const pairOf = new Map(pairs.map((p) => [p.lower * items.length + p.upper, p]));
  const distanceOf = (lower: number, upper: number): number => {
    const distance = pairOf.get(lower * items.length + upper)?.distance ?? null;
    return Math.min(sizeOf(items, lower), distance === null ? Infinity : aligned(distance));
  };
  return items.map((a, i) => items.flatMap((b, k) => {
    if (i === k || !meet(a, b)) return [];
    const pair = pairOf.get(i * items.length + k) ?? pairOf.get(k * items.length + i);
    return [{ index: k, below: distanceOf(i, k), above: distanceOf(k, i), together: pair?.together === true }];
  }));
}

/** What keeps one item away from others that are placed: it may not begin between `from` and `to`, both open, save at `at` where `together` holds. */
interface Barrier {
  from: number;
  to: number;
  at: number;
  together: boolean;
}

/** Lowest offset that the first `count` barriers, sorted by `from`, allow. */
function lowestOffset(barriers: readonly Barrier[], count: number): number {
  let at = 0;
  let shared = Infinity;
  for (let i = 0; i < count; i++) {
    const b = barriers[i];
    if (b === undefined) break;
    if (at > b.from && at < b.to) at = b.to;
    if (b.together && allows(barriers, count, b.at)) shared = Math.min(shared, b.at);
  }
  return Math.min(at, shared);
}

function allows(barriers: readonly Barrier[], count: number, offset: number): boolean {
  for (let i = 0; i < count; i++) {
    const b = barriers[i];
    if (b !== undefined && offset > b.from && offset < b.to && !(b.together && b.at === offset)) return false;
  }
  return true;
}

/** Writes the barriers of one item, sorted, into `barriers`; returns their number. */
function collect(near: readonly Neighbour[], offsets: readonly number[], barriers: Barrier[]): number {
  let count = 0;
  for (const n of near) {
    const at = offsets[n.index] ?? -1;
    if (at < 0) continue;
    let i = count++;
    const barrier = barriers[i] ?? { from: 0, to: 0, at: 0, together: false };
    barrier.from = at - n.below;
    barrier.to = at + n.above;
    barrier.at = at;
    barrier.together = n.together;
    for (let before = barriers[i - 1]; before !== undefined && before.from > barrier.from; before = barriers[i - 1]) barriers[i--] = before;
    barriers[i] = barrier;
  }
  return count;
}

/** Places items one after the other, each as low as those placed before allow. */
function placeInOrder(items: readonly Item[], order: readonly number[], neighbours: readonly (readonly Neighbour[])[]): Placement {
  const offsets = new Array<number>(items.length).fill(-1);
  const barriers: Barrier[] = [];
  let total = 0;
  for (const index of order) {
    const at = lowestOffset(barriers, collect(neighbours[index] ?? [], offsets, barriers));
    offsets[index] = at;
    total = Math.max(total, at + sizeOf(items, index));
  }
  return { offsets, bytes: total };
}

function startingOrders(items: readonly Item[], neighbours: readonly (readonly Neighbour[])[]): number[][] {
  const all = items.map((_, i) => i);
  const bytes = (i: number): number => items[i]?.bytes ?? 0;
  const life = (i: number): number => (items[i]?.end ?? 0) - (items[i]?.start ?? 0);
  const start = (i: number): number => items[i]?.start ?? 0;
  const pressure = (i: number): number => (neighbours[i] ?? []).reduce((sum, n) => sum + bytes(n.index), bytes(i));
  const by = (key: (i: number) => number, late: boolean): number[] => [...all].sort((a, b) => key(b) - key(a) || (late ? start(b) - start(a) || b - a : a - b));
  return [false, true].flatMap((late) => [by(bytes, late), by(pressure, late), by((i) => bytes(i) * (1 + life(i)), late), by(life, late), by(() => 0, late)]);
}

/** Bytes that items alive at one moment need at least, where some of them may share bytes. */
function bytesAt(items: readonly Item[], pairs: readonly Pair[], moment: number): number {
  const alive = new Set(items.flatMap((item, i) => (item.start <= moment && moment <= item.end ? [i] : [])));
  const sum = (list: Iterable<number>): number => [...list].reduce((bytes, i) => bytes + sizeOf(items, i), 0);
  const here = pairs.filter((p) => alive.has(p.lower) && alive.has(p.upper));
  const [first] = here;
  if (first === undefined) return sum(alive);
  const sharing = new Set(here.flatMap((p) => [p.lower, p.upper]));
  const [lower, upper] = [sizeOf(items, first.lower), sizeOf(items, first.upper)];
  const apart = first.distance === null ? lower + upper : Math.min(lower + upper, Math.max(lower, aligned(first.distance) + upper));
  const together = here.length > 1 ? Math.max(sum(new Set(here.map((p) => p.upper))), lower) : first.together ? Math.max(lower, upper) : apart;
  return sum([...alive].filter((i) => !sharing.has(i))) + together;
}

/** Largest sum of aligned bytes alive at one moment, what may be shared counted once: no placement is smaller. */
export function lowerBound(items: readonly Item[], pairs: readonly Pair[] = []): number {
  return [...new Set(items.map((i) => i.start))].reduce((most, moment) => Math.max(most, bytesAt(items, pairs, moment)), 0);
}

/** Offsets, aligned, for items that share bytes only where they are not alive together, or as `pairs` allow; without `search` those of the best first fit. */
export function placeItems(items: readonly Item[], pairs: readonly Pair[] = [], search = true): Placement {
  const neighbours = neighbourhood(items, pairs);
  const bound = lowerBound(items, pairs);
  const tried = startingOrders(items, neighbours).map((order) => ({ order, placement: placeInOrder(items, order, neighbours) }));
  let best = tried.reduce((a, b) => (b.placement.bytes < a.placement.bytes ? b : a));
  if (!search) return best.placement;
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
