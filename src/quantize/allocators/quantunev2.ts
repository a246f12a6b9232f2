// The published recipe as reconstructed from its abstract and patent claims (docs/method.md): a weighted sum of four local metrics, each scaled
// to [0, 1], ranks the units; the worst of them stay in float.
import { type Allocator, type MetricWeights, candidates, fillInOrder } from './allocator.ts';
import type { UnitSensitivity } from '../sensitivity.ts';

function normalised(values: readonly (number | null)[]): number[] {
  const known = values.map((v) => (v === null || !Number.isFinite(v) ? 0 : v));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return known.map((v) => (high === low ? 0 : (v - low) / (high - low)));
}

/** One score per unit; the larger, the more it suffers from INT8. */
export function publishedScores(units: readonly UnitSensitivity[], weights: MetricWeights): number[] {
  const wSqnr = normalised(units.map((u) => (u.wSqnrDb === null ? null : -u.wSqnrDb)));
  const aSqnr = normalised(units.map((u) => u.sqnrDropDb));
  const wMse = normalised(units.map((u) => u.wMse));
  const aMse = normalised(units.map((u) => u.aMse));
  return units.map((_, i) => weights.wSqnr * (wSqnr[i] ?? 0) + weights.aSqnr * (aSqnr[i] ?? 0) + weights.wMse * (wMse[i] ?? 0) + weights.aMse * (aMse[i] ?? 0));
}

export const quantunev2: Allocator = {
  name: 'quantunev2',
  summary: 'published weighted score of four local metrics',
  allocate(problem) {
    const units = candidates(problem);
    const scores = publishedScores(units, problem.metricWeights);
    const order = units.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
    return fillInOrder(problem, order.flatMap((i) => units[i] ?? []));
  },
};
