// The default allocator: the least predicted noise at the outputs for what the budget allows. A dynamic program over the units in topological
// order decides all of them together, so that regions emerge by themselves: storing a value in float pays only where both ends compute in float.
// Exact for the model while at most LARGEST_FRONT combinations of open units are alive; the multiplier of the budget is found by bisection.
import type { Costs } from '../../cost/costs.ts';
import { invariant } from '../../diagnostics/diagnostic.ts';
import type { NodeId } from '../../ir/graph.ts';
import { type UnitNoise, alwaysStores, predictedNoise, predictedSqnrDb, roundedFor } from '../noise-model.ts';
import type { PrecisionMap } from '../scales.ts';
import { type AllocationProblem, type Allocator, type Limit, needsCosts, startingPoint, withinMacs } from './allocator.ts';

type Precision = 'int8' | 'float';

/** Combinations of precisions of units with open readers that are kept; the cheapest ones beyond that. */
const LARGEST_FRONT = 2048;
const BISECTIONS = 40;

/** One way to decide the units so far. */
interface Partial {
  readonly cost: number;
  readonly precision: Precision;
  readonly unit: NodeId;
  readonly before: Partial | null;
  /** Precisions of the units that later ones read. */
  readonly open: ReadonlyMap<NodeId, Precision>;
}

interface Weighted {
  readonly problem: AllocationProblem;
  /** Noise per multiply-accumulate in float. */
  readonly multiplier: number;
  /** What an element that is stored in float counts, beyond being written: large where memory is short. */
  readonly storage?: number;
}

function unitCost({ multiplier, storage = 0 }: Weighted, noise: UnitNoise, precision: Precision): number {
  if (precision === 'int8') return noise.computing + (alwaysStores(noise, precision) ? noise.storing : 0);
  return noise.unit.quantizable ? multiplier * (noise.unit.macs + (1 + storage) * noise.unit.outputElements) : 0;
}

/** What an edge adds: a value that is not stored in INT8 anyway is rounded for a reader in INT8; every change of type moves the tensor once. */
function edgeCost({ multiplier, storage = 0 }: Weighted, { source, reader, from, to }: { source: UnitNoise; reader: NodeId; from: Precision; to: Precision }): number {
  const rounding = roundedFor(source, from, to) ? (source.through.get(reader) ?? 0) : 0;
  return rounding + (from === to ? 0 : multiplier * source.unit.outputElements * (from === 'int8' ? 1 + storage : 1));
}

function choices({ problem }: Weighted, noise: UnitNoise): readonly Precision[] {
  if (!noise.unit.quantizable) return ['float'];
  const fixed = problem.fixed.get(noise.unit.id);
  return fixed === undefined ? ['int8', 'float'] : [fixed];
}

/** The cheapest decision of all units for a multiplier. */
export function cheapest(weighted: Weighted): PrecisionMap {
  const { model } = weighted.problem;
  const place = new Map([...model.keys()].map((id, i) => [id, i]));
  const lastReader = (noise: UnitNoise): number => noise.readers.reduce((last, id) => Math.max(last, place.get(id) ?? -1), -1);
  let front: Partial[] = [{ cost: 0, precision: 'float', unit: -1, before: null, open: new Map() }];
  for (const [at, noise] of [...model.values()].entries()) {
    const next = new Map<string, Partial>();
    for (const partial of front) {
      for (const precision of choices(weighted, noise)) {
        const made = extend(weighted, { partial, noise, precision, stays: (other) => lastReader(other) > at });
        const key = [...made.open].map(([unit, p]) => `${unit}${p[0] ?? ''}`).join(' ');
        const known = next.get(key);
        if (known === undefined || made.cost < known.cost) next.set(key, made);
      }
    }
    front = [...next.values()].sort((a, b) => a.cost - b.cost).slice(0, LARGEST_FRONT);
  }
  const best = front[0] ?? null;
  const result = new Map<NodeId, Precision>();
  for (let p: Partial | null = best; p !== null && p.unit !== -1; p = p.before) result.set(p.unit, p.precision);
  return result;
}

interface Step {
  readonly partial: Partial;
  readonly noise: UnitNoise;
  readonly precision: Precision;
  readonly stays: (noise: UnitNoise) => boolean;
}

function extend(weighted: Weighted, { partial, noise, precision, stays }: Step): Partial {
  const { model } = weighted.problem;
  let cost = partial.cost + unitCost(weighted, noise, precision);
  for (const { id } of noise.unit.sources) {
    const source = model.get(id);
    if (source !== undefined) cost += edgeCost(weighted, { source, reader: noise.unit.id, from: partial.open.get(id) ?? 'float', to: precision });
  }
  const open = new Map([...partial.open].filter(([id]) => {
    const source = model.get(id);
    return source !== undefined && stays(source);
  }));
  if (noise.readers.length > 0) open.set(noise.unit.id, precision);
  return { cost, precision, unit: noise.unit.id, before: partial, open };
}

/** Largest multiplier whose map reaches the SQNR, or smallest whose map is affordable. */
function bisect(problem: AllocationProblem, lowerIsEnough: (precision: PrecisionMap) => boolean): { cheap: PrecisionMap; rich: PrecisionMap } {
  let [low, high] = [-40, 10];
  let [rich, cheap] = [cheapest({ problem, multiplier: 0 }), startingPoint(problem) as PrecisionMap];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    const map = cheapest({ problem, multiplier: 10 ** middle });
    if (lowerIsEnough(map)) {
      low = middle;
      rich = map;
    } else {
      high = middle;
      cheap = map;
    }
  }
  return { cheap, rich };
}

/** Moves single units to float while they fit, best gain per multiply-accumulate first: uses what the bisection left over. */
function fillUp(problem: AllocationProblem, start: PrecisionMap): PrecisionMap {
  const precision = new Map(start);
  for (;;) {
    const now = predictedNoise(problem.model, precision);
    let best: { id: NodeId; gain: number } | null = null;
    for (const { unit } of problem.model.values()) {
      if (precision.get(unit.id) !== 'int8' || problem.fixed.has(unit.id)) continue;
      precision.set(unit.id, 'float');
      const gain = (now - predictedNoise(problem.model, precision)) / (unit.macs + unit.outputElements);
      if (gain > 1e-9 * now / (unit.macs + unit.outputElements) && withinMacs(problem, precision) && (best === null || gain > best.gain)) best = { id: unit.id, gain };
      precision.set(unit.id, 'int8');
    }
    if (best === null) return precision;
    precision.set(best.id, 'float');
  }
}

/** Units that compute nothing and touch float on every side go to float too: that costs no multiply-accumulate and spares two conversions. */
function withoutIslands(problem: AllocationProblem, start: PrecisionMap): PrecisionMap {
  const precision = new Map(start);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { unit, readers } of problem.model.values()) {
      const around = [...unit.sources.map((s) => s.id), ...readers];
      const island = precision.get(unit.id) === 'int8' && unit.macs === 0 && !problem.fixed.has(unit.id) && around.length > 0 && around.every((id) => precision.get(id) === 'float');
      if (island) precision.set(unit.id, 'float');
      changed ||= island;
    }
  }
  return precision;
}

/** Exponents of the multipliers that the frontier is drawn with, from everything in float to nothing. */
const EXPONENTS = Array.from({ length: 61 }, (_, i) => -15 + i / 4);
/** How dear storing float is made, where memory is what limits. */
const STORAGE = [0, 100, 10_000];

/** Choices from the richest to the poorest in float, each the best for some price of it; without repetitions. */
export function frontier(problem: AllocationProblem, storage = 0): PrecisionMap[] {
  const seen = new Set<string>();
  return EXPONENTS.flatMap((exponent) => {
    const map = cheapest({ problem, multiplier: 10 ** exponent, storage });
    const key = [...map].sort(([a], [b]) => a - b).map(([, p]) => p[0]).join('');
    if (seen.has(key)) return [];
    seen.add(key);
    return [map];
  });
}

/** Whether a choice keeps what the budget says about instructions, RAM and flash. */
export function withinCosts({ budget, costs }: AllocationProblem, precision: PrecisionMap, int8: Costs): boolean {
  invariant(costs !== undefined, 'costs are known');
  const now = costs(precision);
  const keeps = (limit: Limit | undefined, value: number, base: number): boolean => limit === undefined || value <= ('bytes' in limit ? limit.bytes : base * (1 + limit.above) + 0.5);
  return keeps(budget.latency === undefined ? undefined : { above: budget.latency }, now.instructions, int8.instructions) && keeps(budget.ram, now.ramBytes, int8.ramBytes) && keeps(budget.flash, now.flashBytes, int8.flashBytes);
}

/** The least noise that keeps limits on instructions, RAM and flash: for several prices of storage the richest point of the frontier, by bisection. */
function withinTarget(problem: AllocationProblem): PrecisionMap {
  const start = startingPoint(problem);
  invariant(problem.costs !== undefined, 'costs are known');
  const int8 = problem.costs(start);
  const keeps = (map: PrecisionMap): boolean => withinMacs(problem, map) && withinCosts(problem, map, int8);
  const points = STORAGE.flatMap((storage) => {
    const maps = frontier(problem, storage);
    let [low, high] = [0, maps.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (keeps(maps[middle] ?? start)) high = middle;
      else low = middle + 1;
    }
    return maps[low] ?? [];
  }).filter((map): map is PrecisionMap => map instanceof Map);
  return points.reduce<PrecisionMap>((best, map) => (predictedNoise(problem.model, map) < predictedNoise(problem.model, best) ? map : best), start);
}

export const defaultAllocator: Allocator = {
  name: 'default',
  summary: 'least predicted noise at the outputs, regions decided together',
  allocate(problem) {
    const { floatMacs, sqnrDb } = problem.budget;
    if (needsCosts(problem.budget)) return withinTarget(problem);
    if (sqnrDb !== undefined) {
      const { rich } = bisect(problem, (map) => predictedSqnrDb(problem.model, map) >= sqnrDb);
      if (withinMacs(problem, rich)) return withoutIslands(problem, rich);
    }
    if (floatMacs === 0) return startingPoint(problem);
    const { cheap } = bisect(problem, (map) => !withinMacs(problem, map));
    return withoutIslands(problem, fillUp(problem, cheap));
  },
};
