// Splits items over regions of memory, fastest first: each goes into the fastest region in which it still has room beside those that came before it, those
// that are touched most for a byte first. Where that leaves something over, larger items come first. Deterministic.
import { type Item, type Pair, type Placement, aligned, placeItems } from './arena.ts';

export interface RegionItem extends Item {
  readonly accesses: number;
}

export interface RegionPlacement {
  /** Region of each item, and its offset in it. */
  readonly regions: readonly number[];
  readonly offsets: readonly number[];
  /** Bytes used of each region. */
  readonly bytes: readonly number[];
}

interface Problem {
  readonly items: readonly RegionItem[];
  readonly pairs: readonly Pair[];
  readonly sizes: readonly number[];
}

/** The items `indices` by themselves. */
function placementOf({ items, pairs }: Problem, indices: readonly number[], search: boolean): Placement {
  const place = new Map(indices.map((item, i) => [item, i]));
  const own = pairs.flatMap((pair) => {
    const [lower, upper] = [place.get(pair.lower), place.get(pair.upper)];
    return lower === undefined || upper === undefined ? [] : [{ ...pair, lower, upper }];
  });
  return placeItems(indices.map((i) => items[i] ?? { bytes: 0, start: 0, end: 0 }), own, search);
}

/** Items of each region, in order of arrival; null where one is left over. */
function assigned(problem: Problem, order: readonly number[], search: boolean): number[][] | null {
  const regions: number[][] = problem.sizes.map(() => []);
  for (const item of order) {
    const region = regions.findIndex((list, k) => placementOf(problem, [...list, item], search).bytes <= (problem.sizes[k] ?? 0));
    if (region < 0) return null;
    regions[region]?.push(item);
  }
  return regions;
}

/** Null where the regions of `sizes` bytes do not hold all items. */
export function placeInRegions(items: readonly RegionItem[], pairs: readonly Pair[], sizes: readonly number[]): RegionPlacement | null {
  const problem = { items, pairs, sizes };
  const bytes = (i: number): number => items[i]?.bytes ?? 0;
  const density = (i: number): number => (items[i]?.accesses ?? 0) / Math.max(1, bytes(i));
  const by = (key: (i: number) => number): number[] => items.map((_, i) => i).sort((a, b) => key(b) - key(a) || a - b);
  const life = (i: number): number => (items[i]?.end ?? 0) - (items[i]?.start ?? 0);
  const orders = [by(density), by(bytes), by((i) => bytes(i) * (1 + life(i)))];
  const all = orders.reduce<number[][] | null>((found, order) => found ?? assigned(problem, order, false), null) ?? assigned(problem, by(bytes), true);
  if (all === null) return null;
  const [regions, offsets] = [items.map(() => 0), items.map(() => 0)];
  const used = all.map((list, k) => {
    const quick = placementOf(problem, list, false);
    const searched = placementOf(problem, list, true);
    const { offsets: own, bytes: total } = searched.bytes <= quick.bytes ? searched : quick;
    list.forEach((item, i) => {
      regions[item] = k;
      offsets[item] = own[i] ?? 0;
    });
    return total;
  });
  return { regions, offsets, bytes: used };
}

/** The region of each constant, those that are read most for a byte in the first that has room; null where they do not fit. */
export function placeConstants(constants: readonly { readonly bytes: number; readonly accesses: number }[], sizes: readonly number[]): number[] | null {
  const room = [...sizes];
  const result = constants.map(() => 0);
  const density = ({ bytes, accesses }: { bytes: number; accesses: number }): number => accesses / Math.max(1, bytes);
  const order = constants.map((constant, i) => ({ ...constant, i })).sort((a, b) => density(b) - density(a) || a.i - b.i);
  for (const { i, bytes } of order) {
    const region = room.findIndex((left) => aligned(bytes) <= left);
    if (region < 0) return null;
    room[region] = (room[region] ?? 0) - aligned(bytes);
    result[i] = region;
  }
  return result;
}
