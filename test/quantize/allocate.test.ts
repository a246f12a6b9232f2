import { describe, expect, it } from 'vitest';
import type { Costs } from '../../src/cost/costs.ts';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { allocate, fixedUnits, metricWeightsOf, parseBudget } from '../../src/quantize/allocate.ts';
import { noiseModel, predictedSqnrDb } from '../../src/quantize/noise-model.ts';
import type { PrecisionMap } from '../../src/quantize/scales.ts';
import { drawn } from './allocators/problem.ts';

const sensitivity = drawn(8, 6);
const model = noiseModel(sensitivity);
const honest = (map: PrecisionMap): Promise<number> => Promise.resolve(predictedSqnrDb(model, map));
const base = predictedSqnrDb(model, new Map(sensitivity.units.map((u) => [u.id, 'int8'])));

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return error instanceof DiagnosticError ? `${error.diagnostics[0]?.code} ${error.diagnostics[0]?.message}` : String(error);
  }
  return '';
}

describe('allocate', () => {
  it('raises its target until the measurement holds the budget', async () => {
    const pessimistic = async (map: PrecisionMap): Promise<number> => (await honest(map)) - 1.5;
    const result = await allocate(sensitivity, { allocator: 'default', budget: { sqnrDb: base + 3 } }, pessimistic);
    expect(result.measuredSqnrDb).toBeGreaterThanOrEqual(base + 3);
    expect(result.floatMacsShare).toBeLessThan(1);
  });

  it('names the nearest point where a budget cannot be met', async () => {
    expect(await codeOf(() => allocate(sensitivity, { allocator: 'default', budget: { sqnrDb: base + 30, floatMacs: 0.1 } }, honest))).toMatch(/QT3601.*nearest point is \d+\.\d dB with \d+\.\d %/);
  });

  it('knows units by name, and names that are near', async () => {
    expect([...fixedUnits(sensitivity, { keepFloat: ['u3'], keepInt8: ['u1'] })]).toEqual([[1, 'int8'], [3, 'float']]);
    const twins = { ...sensitivity, units: sensitivity.units.map((u) => (u.id === 2 ? { ...u, unit: 'u3' } : u)) };
    expect([...fixedUnits(twins, { keepFloat: ['u3'] }).keys()]).toEqual([2, 3]);
    expect(await codeOf(() => fixedUnits(sensitivity, { keepFloat: ['v3'] }))).toMatch(/QT3602.*u3/);
    const result = await allocate(sensitivity, { allocator: 'all-int8', budget: {}, keepFloat: ['u3'] }, honest);
    expect(result.precision.get(3)).toBe('float');
  });

  it('refuses weights that do not sum to 1', async () => {
    const metricWeights = { wSqnr: 1, aSqnr: 1, wMse: 0, aMse: 0 };
    expect(await codeOf(() => allocate(sensitivity, { allocator: 'quantunev2', budget: {}, metricWeights }, honest))).toMatch(/QT3604.*sum to 2/);
  });

  it('refuses weights that are not four, or negative (QT3604)', async () => {
    expect(await codeOf(() => metricWeightsOf([0.5, 0.5]))).toMatch(/QT3604.*2 weights/);
    expect(await codeOf(() => metricWeightsOf([0.2, 0.2, 0.2, 0.2, 0.2]))).toMatch(/QT3604.*5 weights/);
    expect(await codeOf(() => metricWeightsOf([1.5, -0.5, 0, 0]))).toMatch(/QT3604.*at least 0/);
    expect(metricWeightsOf([0.1, 0.2, 0.3, 0.4])).toEqual({ wSqnr: 0.1, aSqnr: 0.2, wMse: 0.3, aMse: 0.4 });
  });

  it('refuses a budget that what is kept in float exceeds already, naming the nearest point (QT3601)', async () => {
    const keepFloat = sensitivity.units.filter((u) => u.quantizable && u.macs > 0).slice(0, 2).map((u) => u.unit);
    const said = await codeOf(() => allocate(sensitivity, { allocator: 'default', budget: { floatMacs: 0.0001 }, keepFloat }, honest));
    expect(said).toMatch(/QT3601.*at most 0\.0 %.*nearest point is \d+\.\d %/);
    expect(said).toContain(keepFloat.join(', '));
  });

  it('goes back to all INT8 where float measures worse', async () => {
    const contrary = (map: PrecisionMap): Promise<number> => Promise.resolve([...map.values()].includes('float') ? 20 : 21);
    const result = await allocate(sensitivity, { allocator: 'default', budget: { floatMacs: 0.5 } }, contrary);
    expect([...result.precision.values()]).not.toContain('float');
    expect(result.measuredSqnrDb).toBe(21);
  });

  it('keeps limits on instructions, RAM and flash, and says what all INT8 needs where even that is too much', async () => {
    const costs = (map: PrecisionMap): Costs => {
      const share = sensitivity.units.reduce((sum, u) => sum + (map.get(u.id) === 'float' ? u.macs : 0), 0);
      return { instructions: 1e6 + share, ramBytes: 1000 + share, flashBytes: 5000 + share };
    };
    const int8 = costs(new Map());
    for (const budget of [{ ram: { bytes: 2500 } }, { latency: 0.001 }, { flash: { above: 0.2 } }, { ram: { bytes: 4000 }, latency: 0.002 }]) {
      const { precision, predictedSqnrDb: predicted, costs: now } = await allocate(sensitivity, { allocator: 'default', budget }, honest, costs);
      expect(predicted).toBeGreaterThan(base);
      expect([...precision.values()]).toContain('float');
      expect(now?.ramBytes).toBeLessThanOrEqual('ram' in budget ? budget.ram?.bytes ?? 0 : Infinity);
      expect(now?.instructions).toBeLessThanOrEqual(int8.instructions * (1 + (budget.latency ?? Infinity)) + 1);
      expect(now?.flashBytes).toBeLessThanOrEqual('flash' in budget ? int8.flashBytes * 1.2 + 1 : Infinity);
    }
    expect(await codeOf(() => allocate(sensitivity, { allocator: 'default', budget: { ram: { bytes: 10 } } }, honest, costs))).toMatch(/QT3601.*1000 bytes of RAM/);
    expect(await codeOf(() => allocate(sensitivity, { allocator: 'random', budget: { latency: 0.1 } }, honest, costs))).toMatch(/QT3603.*random/);
  });

  it('reads budgets', async () => {
    expect(parseBudget(['float-macs=10%', 'sqnr=35.5dB'])).toEqual({ floatMacs: 0.1, sqnrDb: 35.5 });
    expect(parseBudget(['latency=+5%', 'ram=64KB', 'flash=+2.5%'])).toEqual({ latency: 0.05, ram: { bytes: 65536 }, flash: { above: 0.025 } });
    for (const wrong of ['sqnr=10%', 'float-macs=200%', 'float-macs=3', 'cost=1', '', 'latency=5%', 'ram=5%', 'flash=64', 'ram=64dB']) expect(await codeOf(() => parseBudget([wrong]))).toMatch(/QT3603/);
  });
});
