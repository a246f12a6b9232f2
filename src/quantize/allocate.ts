// Allocation with its checks: names of units that the user decides, budgets that cannot be met, and the loop that raises the target until the
// measured SQNR holds what the predicted one promised.
import { fail } from '../diagnostics/diagnostic.ts';
import { suggestion } from '../diagnostics/near-match.ts';
import type { NodeId } from '../ir/graph.ts';
import { type AllocationProblem, type Budget, type MetricWeights, floatMacsOf, totalMacs } from './allocators/allocator.ts';
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
export async function allocate(sensitivity: Sensitivity, options: AllocationOptions, measure: (precision: PrecisionMap) => Promise<number>): Promise<Allocation> {
  const { metricWeights = EVEN_WEIGHTS, budget, seed = 1 } = options;
  const sum = metricWeights.wSqnr + metricWeights.aSqnr + metricWeights.wMse + metricWeights.aMse;
  if (Math.abs(sum - 1) > 1e-6) return fail('QT3604', `the weights of the four metrics sum to ${sum}`);
  const measured = ALLOCATORS[options.allocator].measures ? { measured: await measureEach(sensitivity, measure) } : {};
  const problem: AllocationProblem = { ...measured, sensitivity, model: noiseModel(sensitivity), budget, fixed: fixedUnits(sensitivity, options), metricWeights, seed };
  let target = budget.sqnrDb;
  for (let attempt = 1; ; attempt++) {
    const precision = ALLOCATORS[options.allocator].allocate({ ...problem, budget: target === undefined ? budget : { ...budget, sqnrDb: target } });
    const allocation = described(problem, precision, await measure(precision));
    if (budget.sqnrDb === undefined || target === undefined || allocation.measuredSqnrDb >= budget.sqnrDb) return allocation;
    if (attempt === MOST_VERIFICATIONS || allocation.predictedSqnrDb < target) return impossible(budget, allocation);
    target += budget.sqnrDb - allocation.measuredSqnrDb + OVERSHOOT_DB;
  }
}

/** One inference per unit: SQNR with that unit alone in float. */
async function measureEach({ units }: Sensitivity, measure: (precision: PrecisionMap) => Promise<number>): Promise<NonNullable<AllocationProblem['measured']>> {
  const start: [NodeId, 'int8' | 'float'][] = units.map((u) => [u.id, u.quantizable ? 'int8' : 'float']);
  const inFloat = new Map<NodeId, number>();
  for (const unit of units) if (unit.quantizable) inFloat.set(unit.id, await measure(new Map([...start, [unit.id, 'float']])));
  return { allInt8: await measure(new Map(start)), inFloat };
}

function described({ sensitivity, model }: AllocationProblem, precision: PrecisionMap, measuredSqnrDb: number): Allocation {
  const floatMacsShare = floatMacsOf(sensitivity.units, precision) / Math.max(1, totalMacs(sensitivity.units));
  return { precision, predictedSqnrDb: predictedSqnrDb(model, precision), measuredSqnrDb, floatMacsShare };
}

function impossible(budget: Budget, reached: Allocation): never {
  const limit = budget.floatMacs === undefined ? '' : ` with at most ${(100 * budget.floatMacs).toFixed(1)} % of the MACs in float`;
  return fail('QT3601', `${budget.sqnrDb ?? 0} dB cannot be reached${limit}; the nearest point is ${reached.measuredSqnrDb.toFixed(1)} dB with ${(100 * reached.floatMacsShare).toFixed(1)} %`);
}

/** `float-macs=10%`, `sqnr=35dB`; several together. Throws QT3603. */
export function parseBudget(parts: readonly string[]): Budget {
  return parts.reduce<Budget>((budget, text) => {
    const [, name = '', value = ''] = /^(float-macs|sqnr)=(\d+(?:\.\d+)?)(?:%|dB)?$/.exec(text) ?? [];
    if (name === 'sqnr' && !text.endsWith('%')) return { ...budget, sqnrDb: Number(value) };
    if (name === 'float-macs' && text.endsWith('%') && Number(value) <= 100) return { ...budget, floatMacs: Number(value) / 100 };
    return fail('QT3603', `'${text}' is not a budget`);
  }, {});
}
