// Allocation with its checks: names of units that the user decides, budgets that cannot be met, and the loop that raises the target until the
// measured SQNR holds what the predicted one promised.
import { fail } from '../diagnostics/diagnostic.ts';
import { suggestion } from '../diagnostics/near-match.ts';
import type { NodeId } from '../ir/graph.ts';
import type { Costs } from '../cost/costs.ts';
import { type AllocationProblem, type Budget, type Limit, type MetricWeights, floatMacsOf, needsCosts, startingPoint, totalMacs, withinMacs } from './allocators/allocator.ts';
import { withinCosts } from './allocators/default.ts';
import { ALLOCATORS, type AllocatorName } from './allocators/registry.ts';
import { noiseModel, predictedSqnrDb } from './noise-model.ts';
import type { PrecisionMap } from './scales.ts';
import type { Sensitivity } from './sensitivity.ts';

export interface AllocationOptions {
  readonly allocator: AllocatorName;
  readonly budget: Budget;
  /** Names of units, as `analyze` prints them. */
  readonly keepFloat?: readonly string[];
  readonly keepInt8?: readonly string[];
  readonly metricWeights?: MetricWeights;
  readonly seed?: number;
}

export interface Allocation {
  readonly precision: PrecisionMap;
  readonly predictedSqnrDb: number;
  /** Measured on the metric samples. */
  readonly measuredSqnrDb: number;
  /** Share of the multiply-accumulates that are in float. */
  readonly floatMacsShare: number;
  /** On the target; null where none was given. */
  readonly costs: Costs | null;
}

export const EVEN_WEIGHTS: MetricWeights = { wSqnr: 0.25, aSqnr: 0.25, wMse: 0.25, aMse: 0.25 };
const MOST_VERIFICATIONS = 8;
/** How much of a missing dB is added to the target of the next attempt. */
const OVERSHOOT_DB = 0.2;

/** All units of a name: a layer and what re-arranges its input may share one. Throws QT3602. */
export function fixedUnits(sensitivity: Sensitivity, options: Pick<AllocationOptions, 'keepFloat' | 'keepInt8'>): Map<NodeId, 'int8' | 'float'> {
  const names = sensitivity.units.map((u) => u.unit);
  const find = (name: string): NodeId[] => {
    const found = sensitivity.units.filter((u) => u.unit === name).map((u) => u.id);
    return found.length > 0 ? found : fail('QT3602', `no unit is called '${name}'${suggestion(name, names)}`);
  };
  const pairs = (list: readonly string[] | undefined, precision: 'int8' | 'float'): [NodeId, 'int8' | 'float'][] => (list ?? []).flatMap((name) => find(name).map((id): [NodeId, 'int8' | 'float'] => [id, precision]));
  return new Map([...pairs(options.keepInt8, 'int8'), ...pairs(options.keepFloat, 'float')]);
}

/** Allocates, measures, and where an SQNR was asked for raises the target until it is measured. Throws QT3601, QT3602, QT3604. */
export async function allocate(sensitivity: Sensitivity, options: AllocationOptions, measure: (precision: PrecisionMap) => Promise<number>, costs?: (precision: PrecisionMap) => Costs): Promise<Allocation> {
  const { metricWeights = EVEN_WEIGHTS, budget, seed = 1 } = options;
  const { wSqnr, aSqnr, wMse, aMse } = metricWeights;
  metricWeightsOf([wSqnr, aSqnr, wMse, aMse]);
  const measured = ALLOCATORS[options.allocator].measures ? { measured: await measureEach(sensitivity, measure) } : {};
  if (needsCosts(budget) && (costs === undefined || options.allocator !== 'default')) return fail('QT3603', `allocator ${options.allocator} keeps no budget of instructions, RAM or flash`);
  const problem: AllocationProblem = { ...measured, ...(costs ? { costs } : {}), sensitivity, model: noiseModel(sensitivity), budget, fixed: fixedUnits(sensitivity, options), metricWeights, seed };
  refuseFixed(problem);
  let target = budget.sqnrDb;
  for (let attempt = 1; ; attempt++) {
    const precision = ALLOCATORS[options.allocator].allocate({ ...problem, budget: target === undefined ? budget : { ...budget, sqnrDb: target } });
    const allocation = described(problem, precision, await measure(precision));
    refuseTooDear(problem, precision);
    if (budget.sqnrDb === undefined || target === undefined) return options.allocator === 'default' ? noWorseThanInt8(problem, allocation, measure) : allocation;
    if (allocation.measuredSqnrDb >= budget.sqnrDb) return allocation;
    if (needsCosts(budget) || attempt === MOST_VERIFICATIONS || allocation.predictedSqnrDb < target) return impossible(budget, allocation);
    target += budget.sqnrDb - allocation.measuredSqnrDb + OVERSHOOT_DB;
  }
}

/** Weights of W-SQNR, A-SQNR, W-MSE and A-MSE. Throws QT3604 where they are not four shares of 1. */
export function metricWeightsOf(list: readonly number[]): MetricWeights {
  const [wSqnr, aSqnr, wMse, aMse, ...rest] = list;
  if (wSqnr === undefined || aSqnr === undefined || wMse === undefined || aMse === undefined || rest.length > 0) return fail('QT3604', `${list.length} weights are given for four metrics`);
  const sum = wSqnr + aSqnr + wMse + aMse;
  if (list.some((w) => !(w >= 0))) return fail('QT3604', `the weights ${list.join(', ')} are not all at least 0`);
  return Math.abs(sum - 1) > 1e-6 ? fail('QT3604', `the weights of the four metrics sum to ${sum}`) : { wSqnr, aSqnr, wMse, aMse };
}

/** Throws QT3601 where what has to be float is more than the budget allows already. */
function refuseFixed(problem: AllocationProblem): void {
  const { sensitivity: { units }, fixed, budget: { floatMacs = 1 } } = problem;
  const start = startingPoint(problem);
  if (withinMacs(problem, start)) return;
  const names = units.filter((u) => fixed.get(u.id) === 'float').map((u) => u.unit);
  fail('QT3601', `at most ${(100 * floatMacs).toFixed(1)} % of the MACs may be in float; the nearest point is ${(100 * floatMacsOf(units, start) / Math.max(1, totalMacs(units))).toFixed(1)} %, which --keep-float takes (${names.join(', ')})`);
}

/** Float that the model promised and the measurement does not show is not paid for. */
async function noWorseThanInt8(problem: AllocationProblem, allocation: Allocation, measure: (precision: PrecisionMap) => Promise<number>): Promise<Allocation> {
  const int8 = startingPoint(problem);
  const measured = await measure(int8);
  return measured > allocation.measuredSqnrDb ? described(problem, int8, measured) : allocation;
}

/** One inference per unit: SQNR with that unit alone in float. */
async function measureEach({ units }: Sensitivity, measure: (precision: PrecisionMap) => Promise<number>): Promise<NonNullable<AllocationProblem['measured']>> {
  const start: [NodeId, 'int8' | 'float'][] = units.map((u) => [u.id, u.quantizable ? 'int8' : 'float']);
  const inFloat = new Map<NodeId, number>();
  for (const unit of units) if (unit.quantizable) inFloat.set(unit.id, await measure(new Map([...start, [unit.id, 'float']])));
  return { allInt8: await measure(new Map(start)), inFloat };
}

/** Throws QT3601 where not even all INT8 keeps the limits. */
function refuseTooDear(problem: AllocationProblem, precision: PrecisionMap): void {
  if (!needsCosts(problem.budget) || problem.costs === undefined) return;
  const int8 = problem.costs(startingPoint(problem));
  if (withinCosts(problem, precision, int8)) return;
  fail('QT3601', `not even all INT8 keeps the limits; the nearest point needs ${int8.ramBytes} bytes of RAM, ${int8.flashBytes} of flash and ${Math.round(int8.instructions)} instructions`);
}

function described({ sensitivity, model, costs }: AllocationProblem, precision: PrecisionMap, measuredSqnrDb: number): Allocation {
  const floatMacsShare = floatMacsOf(sensitivity.units, precision) / Math.max(1, totalMacs(sensitivity.units));
  return { precision, predictedSqnrDb: predictedSqnrDb(model, precision), measuredSqnrDb, floatMacsShare, costs: costs?.(precision) ?? null };
}

function impossible(budget: Budget, reached: Allocation): never {
  const limit = budget.floatMacs === undefined ? '' : ` with at most ${(100 * budget.floatMacs).toFixed(1)} % of the MACs in float`;
  return fail('QT3601', `${budget.sqnrDb ?? 0} dB cannot be reached${limit}; the nearest point is ${reached.measuredSqnrDb.toFixed(1)} dB with ${(100 * reached.floatMacsShare).toFixed(1)} %`);
}

const BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2 };

/** `64KB`, or `+10%` of what all INT8 needs. */
function parseLimit(text: string): Limit | null {
  const [, above, number = '', unit = ''] = /^(?:\+(\d+(?:\.\d+)?)%|(\d+(?:\.\d+)?)(B|KB|MB))$/.exec(text) ?? [];
  if (above !== undefined) return { above: Number(above) / 100 };
  const factor = BYTES[unit];
  return factor === undefined ? null : { bytes: Math.floor(Number(number) * factor) };
}

function parseOne(text: string): Budget | null {
  const [, name = '', value = ''] = /^([a-z-]+)=(.*)$/.exec(text) ?? [];
  const number = Number(/^\+?(\d+(?:\.\d+)?)(?:%|dB)?$/.exec(value)?.[1] ?? Number.NaN);
  if (name === 'sqnr' && /^\d[\d.]*(dB)?$/.test(value) && !Number.isNaN(number)) return { sqnrDb: number };
  if (name === 'float-macs' && /^\d[\d.]*%$/.test(value) && number <= 100) return { floatMacs: number / 100 };
  if (name === 'latency' && /^\+\d[\d.]*%$/.test(value) && !Number.isNaN(number)) return { latency: number / 100 };
  const limit = parseLimit(value);
  if (limit === null) return null;
  if (name === 'ram') return { ram: limit };
  return name === 'flash' ? { flash: limit } : null;
}

/** `float-macs=10%`, `sqnr=35dB`, `latency=+5%`, `ram=64KB`, `flash=+10%`; several together. Throws QT3603. */
export function parseBudget(parts: readonly string[]): Budget {
  return parts.reduce<Budget>((budget, text) => ({ ...budget, ...(parseOne(text) ?? fail('QT3603', `'${text}' is not a budget`)) }), {});
}
