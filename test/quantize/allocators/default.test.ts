import { describe, expect, it } from 'vitest';
import { floatMacsOf, totalMacs } from '../../../src/quantize/allocators/allocator.ts';
import { cheapest, defaultAllocator } from '../../../src/quantize/allocators/default.ts';
import { type NoiseModel, predictedNoise, predictedSqnrDb } from '../../../src/quantize/noise-model.ts';
import type { PrecisionMap } from '../../../src/quantize/scales.ts';
import { allMaps, drawn, problemOf, noise, unit } from './problem.ts';

/** What the dynamic program minimises, evaluated directly. */
function objective(model: NoiseModel, precision: PrecisionMap, multiplier: number): number {
  let sum = predictedNoise(model, precision);
  for (const [id, { unit: u, readers }] of model) {
    if (precision.get(id) === 'float') sum += multiplier * (u.macs + u.outputElements);
    for (const reader of readers) if (precision.get(reader) !== precision.get(id)) sum += multiplier * u.outputElements;
  }
  return sum;
}

describe('default allocator', () => {
  it.each([1, 2, 3, 4, 5, 6])('the dynamic program finds what brute force finds (seed %i)', (seed) => {
    const units = drawn(9, seed).units.map((u) => ({ ...u, summedIn: u.converts && seed > 3 ? u.id + 1 : null }));
    const sensitivity = { ...drawn(9, seed), units };
    for (const multiplier of [0, 1e-8, 3e-7, 1e-6, 1e-5, 1]) {
      const problem = problemOf(sensitivity, {});
      const best = Math.min(...allMaps(sensitivity).map((map) => objective(problem.model, map, multiplier)));
      expect(objective(problem.model, cheapest({ problem, multiplier }), multiplier)).toBeCloseTo(best, 12);
    }
  });

  it('keeps the limit on float and uses it', () => {
    const sensitivity = drawn(12, 9);
    let before = Infinity;
    for (const floatMacs of [0, 0.1, 0.25, 0.5, 1]) {
      const problem = problemOf(sensitivity, { floatMacs });
      const map = defaultAllocator.allocate(problem);
      expect(floatMacsOf(sensitivity.units, map)).toBeLessThanOrEqual(floatMacs * totalMacs(sensitivity.units));
      const noise = predictedNoise(problem.model, map);
      expect(noise).toBeLessThanOrEqual(before);
      before = noise;
    }
    expect(before).toBeLessThan(1e-12);
  });

  it('spends no more than an SQNR needs', () => {
    const problem = problemOf(drawn(10, 4), {});
    const all = predictedSqnrDb(problem.model, new Map([...problem.model.keys()].map((id) => [id, 'int8'])));
    const map = defaultAllocator.allocate({ ...problem, budget: { sqnrDb: all + 3 } });
    expect(predictedSqnrDb(problem.model, map)).toBeGreaterThanOrEqual(all + 3);
    expect([...map.values()]).toContain('int8');
  });

  it('leaves no unit that only moves data in INT8 between float ones', () => {
    const units = [unit(0), unit(1, { macs: 0, wSqnrDb: null, noise: noise({ measured: 0.001, stored: 0, weights: 0, sources: 1 }), inputNoise: 0.001, outputNoise: 0.001 }), unit(2, { inputNoise: 0.001, outputNoise: 0.002 })];
    const map = defaultAllocator.allocate(problemOf({ units, outputs: [2], samples: 1, inferences: 2 }, { floatMacs: 1 }));
    expect([...map.values()]).toEqual(['float', 'float', 'float']);
  });

  it('leaves fixed units and units without an integer form as they are', () => {
    const sensitivity = { ...drawn(4, 2), units: drawn(4, 2).units.map((u) => (u.id === 3 ? unit(3, { ...u, quantizable: false }) : u)) };
    const map = defaultAllocator.allocate(problemOf(sensitivity, { floatMacs: 1 }, new Map([[1, 'int8']])));
    expect([map.get(1), map.get(3)]).toEqual(['int8', 'float']);
  });
});
