// What an allocator is: sensitivities and a budget in, a precision for every unit out. Pure and deterministic.
import type { Costs } from '../../cost/costs.ts';
import type { NodeId } from '../../ir/graph.ts';
import { type NoiseModel, predictedSqnrDb } from '../noise-model.ts';
import type { PrecisionMap } from '../scales.ts';
import type { Sensitivity, UnitSensitivity } from '../sensitivity.ts';

export interface Budget {
  /** Largest share of the multiply-accumulates that may be in float, 0 to 1. */
  readonly floatMacs?: number;
  /** Least predicted SQNR at the outputs. */
  readonly sqnrDb?: number;
  /** Most instructions above those of all INT8: 0.05 is five per cent. */
  readonly latency?: number;
  /** Most bytes of the arena, and of weights and tables. */
  readonly ram?: Limit;
  readonly flash?: Limit;
}

/** So many bytes, or so much more than all INT8 needs (0.05 is five per cent). */
export type Limit = { readonly bytes: number } | { readonly above: number };

/** Whether the budget limits what only a target tells. */
export function needsCosts({ latency, ram, flash }: Budget): boolean {
  return latency !== undefined || ram !== undefined || flash !== undefined;
}

/** Weights of the four metrics of the published score; they sum to 1. */
export interface MetricWeights {
  readonly wSqnr: number;
  readonly aSqnr: number;
  readonly wMse: number;
  readonly aMse: number;
}

export interface AllocationProblem {
  readonly sensitivity: Sensitivity;
  readonly model: NoiseModel;
  readonly budget: Budget;
  /** Units that are decided already. */
  readonly fixed: PrecisionMap;
  readonly metricWeights: MetricWeights;
  readonly seed: number;
  /** What a choice costs on the target; with budgets that need it. */
  readonly costs?: (precision: PrecisionMap) => Costs;
  /** SQNR in dB at the outputs with all units in INT8, and with one of them in float; measured for allocators that ask for it. */
  readonly measured?: { readonly allInt8: number; readonly inFloat: ReadonlyMap<NodeId, number> };
}

export interface Allocator {
  readonly name: string;
  /** One line for --help. */
  readonly summary: string;
  /** Whether it needs `measured`: one more inference per unit. */
  readonly measures?: true;
  allocate(problem: AllocationProblem): PrecisionMap;
}

/** What each unit is before any choice: float where nothing else exists or where it is fixed, INT8 elsewhere. */
export function startingPoint({ sensitivity, fixed }: AllocationProblem): Map<NodeId, 'int8' | 'float'> {
  return new Map(sensitivity.units.map((u) => [u.id, u.quantizable ? (fixed.get(u.id) ?? 'int8') : 'float']));
}

export function floatMacsOf(units: readonly UnitSensitivity[], precision: PrecisionMap): number {
  return units.reduce((sum, u) => sum + (u.quantizable && precision.get(u.id) === 'float' ? u.macs : 0), 0);
}

export function totalMacs(units: readonly UnitSensitivity[]): number {
  return units.reduce((sum, u) => sum + u.macs, 0);
}

/** Whether the budget allows a map; without a limit on float everything is allowed. */
export function withinMacs(problem: AllocationProblem, precision: PrecisionMap): boolean {
  const { units } = problem.sensitivity;
  const { floatMacs = Infinity } = problem.budget;
  return floatMacsOf(units, precision) <= floatMacs * totalMacs(units) * (1 + 1e-12);
}

/** Moves units to float in the given order while they fit, and until the SQNR asked for is predicted. */
export function fillInOrder(problem: AllocationProblem, order: readonly UnitSensitivity[]): PrecisionMap {
  const precision = startingPoint(problem);
  const { floatMacs, sqnrDb } = problem.budget;
  for (const unit of order) {
    if (sqnrDb !== undefined && predictedSqnrDb(problem.model, precision) >= sqnrDb) break;
    if (precision.get(unit.id) === 'float' || problem.fixed.has(unit.id)) continue;
    precision.set(unit.id, 'float');
    if (floatMacs !== undefined && !withinMacs(problem, precision)) precision.set(unit.id, 'int8');
  }
  return precision;
}

/** Units that an exclusion list may name: those with weights. */
export function candidates({ sensitivity }: AllocationProblem): UnitSensitivity[] {
  return sensitivity.units.filter((u) => u.quantizable && u.wSqnrDb !== null);
}
