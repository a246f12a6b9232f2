import { describe, expect, it } from 'vitest';
import { noiseModel, predictedNoise, predictedSqnrDb } from '../../src/quantize/noise-model.ts';
import { drawn, noise, unit } from './allocators/problem.ts';

const maps = (ids: readonly number[], float: readonly number[]): Map<number, 'int8' | 'float'> => new Map(ids.map((id) => [id, float.includes(id) ? 'float' : 'int8']));

describe('noise model', () => {
  it('predicts for all INT8 what was measured, and nothing for all float', () => {
    const sensitivity = drawn(7, 1);
    const model = noiseModel({ ...sensitivity, units: sensitivity.units.map((u) => ({ ...u, sources: u.id === 0 ? [] : [{ id: u.id - 1, share: 1 }] })) });
    const ids = [...model.keys()];
    expect(predictedNoise(model, maps(ids, []))).toBeCloseTo(sensitivity.units.at(-1)?.outputNoise ?? 0, 12);
    expect(predictedNoise(model, maps(ids, ids))).toBe(0);
    expect(predictedSqnrDb(model, maps(ids, ids))).toBe(200);
  });

  it('a value is rounded unless both of its ends are float', () => {
    const model = noiseModel({ units: [unit(0), unit(1)], outputs: [1], samples: 1, inferences: 2 });
    const storing = model.get(0)?.storing ?? 0;
    const computing = model.get(0)?.computing ?? 0;
    const all = predictedNoise(model, maps([0, 1], []));
    expect(all - predictedNoise(model, maps([0, 1], [0]))).toBeCloseTo(computing, 12);
    const both = predictedNoise(model, maps([0, 1], [0, 1]));
    expect(all - both).toBeCloseTo(all, 12);
    expect(storing).toBeGreaterThan(0);
  });

  it('does not count the rounding of an output that a sum takes from the accumulators, unless one of both is float', () => {
    const parts = { converts: true, summedIn: 1 };
    const model = noiseModel({ units: [unit(0, parts), unit(1)], outputs: [1], samples: 1, inferences: 2 });
    const [first, last] = [model.get(0), model.get(1)];
    const [computing, storing, sum] = [first?.computing ?? 0, first?.storing ?? 0, (last?.computing ?? 0) + (last?.storing ?? 0)];
    expect(storing).toBeGreaterThan(0);
    expect(predictedNoise(model, maps([0, 1], []))).toBeCloseTo(computing + sum, 12);
    expect(predictedNoise(model, maps([0, 1], [0]))).toBeCloseTo(storing + sum, 12);
    expect(predictedNoise(model, maps([0, 1], [1]))).toBeCloseTo(computing, 12);
  });

  it('never takes more from a unit than was measured, and inputs may be damped', () => {
    const damped = unit(1, { inputNoise: 0.01, outputNoise: 0.002, noise: noise({ measured: 0.002, stored: 0.0004, weights: 0.0006, sources: 1 }) });
    const model = noiseModel({ units: [unit(0, { outputNoise: 0.01, inputNoise: 0, noise: noise({ measured: 0.01, stored: 0.0004, weights: 0.0006, sources: 0 }) }), damped], outputs: [1], samples: 1, inferences: 2 });
    expect(predictedNoise(model, maps([0, 1], []))).toBeCloseTo(0.002, 12);
    expect((model.get(0)?.computing ?? 0) + (model.get(0)?.storing ?? 0)).toBeLessThan(0.002);
  });

  it('is computed once for an analysis', () => {
    const sensitivity = drawn(7, 1);
    expect(noiseModel(sensitivity)).toBe(noiseModel(sensitivity));
    expect(noiseModel(sensitivity)).toEqual(noiseModel({ ...sensitivity }));
  });
});
