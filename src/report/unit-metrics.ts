// Sensitivities as reports show them: finite numbers or null, and the rank by contribution to the noise at the outputs.
import { noiseModel } from '../quantize/noise-model.ts';
import type { Unit } from '../kernels/program.ts';
import type { Sensitivity } from '../quantize/sensitivity.ts';
import type { UnitMetrics } from './report.ts';

export const NO_METRICS: UnitMetrics = { wSqnrDb: null, aSqnrDb: null, sqnrDropDb: null, wMse: null, aMse: null, rank: null };

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** Share of the noise at the outputs that each unit adds, in the order of the units; sums to 1 where there is any. */
export function contributionsOf(sensitivity: Sensitivity): number[] {
  const noise = [...noiseModel(sensitivity).values()].map((n) => n.computing + n.storing);
  const total = noise.reduce((a, b) => a + b, 0);
  return noise.map((n) => (total === 0 ? 0 : n / total));
}

/** Metrics of every unit, in the order of the units. */
export function unitMetrics(sensitivity: Sensitivity): UnitMetrics[] {
  const contributions = contributionsOf(sensitivity);
  const order = contributions.map((_, i) => i).sort((a, b) => (contributions[b] ?? 0) - (contributions[a] ?? 0) || a - b);
  const rank = new Map(order.map((unit, place) => [unit, place + 1]));
  return sensitivity.units.map((u, i) => ({
    wSqnrDb: finite(u.wSqnrDb), aSqnrDb: finite(u.aSqnrDb), sqnrDropDb: finite(u.sqnrDropDb), wMse: u.wMse, aMse: u.aMse, rank: rank.get(i) ?? null,
  }));
}

/** Metrics of a generated unit; one that adds a residual inside writes the sum, so that the errors of its output are those of the sum. */
export function generatedMetrics(sensitivity: Sensitivity, unit: Pick<Unit, 'name' | 'op' | 'onnxNodes'>): UnitMetrics {
  const metrics = unitMetrics(sensitivity);
  const { units } = sensitivity;
  const at = units.findLastIndex((u) => u.unit === unit.name && u.op === unit.op);
  const sum = units.findIndex((u) => u.id === units[at]?.summedIn && u.onnxNodes.every((name) => unit.onnxNodes.includes(name)));
  const [own, written] = [metrics[at] ?? NO_METRICS, metrics[sum]];
  return written === undefined ? own : { ...own, aSqnrDb: written.aSqnrDb, aMse: written.aMse, sqnrDropDb: written.sqnrDropDb };
}
