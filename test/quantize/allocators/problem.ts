// Small allocation problems for tests: a chain or a residual block of units with drawn noise.
import type { AllocationProblem, Budget } from '../../../src/quantize/allocators/allocator.ts';
import { noiseModel } from '../../../src/quantize/noise-model.ts';
import type { PrecisionMap } from '../../../src/quantize/scales.ts';
import type { Sensitivity, UnitNoiseSources, UnitSensitivity } from '../../../src/quantize/sensitivity.ts';
import { randomFloats } from '../../support/graph-builder.ts';

/** Noise of a unit with one channel of ten places, one signal throughout; sources arrive through a product with the square of a weight. */
export function noise(parts: { readonly measured: number; readonly stored: number; readonly weights: number; readonly sources: number; readonly squares?: number }): UnitNoiseSources {
  const apart = (all: number): UnitNoiseSources['measured'] => ({ all: Float64Array.of(all), alike: Float64Array.of(0.1 * all) });
  const squares = Float32Array.of(parts.squares ?? 1);
  return {
    signal: { channels: 1, places: 10, power: 1, active: Float64Array.of(1) }, measured: apart(parts.measured), stored: apart(parts.stored), weights: Float64Array.of(parts.weights),
    transfers: Array.from({ length: parts.sources }, () => ({ kind: 'linear', squares: { width: 1, first: Int32Array.of(0), apart: squares, alike: squares } })),
  };
}

export function unit(id: number, parts: Partial<UnitSensitivity> = {}): UnitSensitivity {
  return {
    id, unit: `u${id}`, op: 'Conv', onnxNodes: [`u${id}`], macs: 1000, weightBytes: 100, quantizable: true, converts: id % 2 === 1, movesOnly: false, summedIn: null, outputShape: [1, 10], outputElements: 10,
    sources: id === 0 ? [] : [{ id: id - 1, share: 1 }], wSqnrDb: 40, wMse: 1e-4, aSqnrDb: 30, aMse: 1e-3, sqnrDropDb: 1,
    outputNoise: 0.001 * (id + 1), inputNoise: 0.001 * id, noise: noise({ measured: 0.001 * (id + 1), stored: 0.0004, weights: 0.0006, sources: id === 0 ? 0 : 1 }), ...parts,
  };
}

/** Units whose noise, sizes and sources are drawn from the seed; every third reads two earlier ones. */
export function drawn(count: number, seed: number): Sensitivity {
  const numbers = randomFloats(count * 4, seed).map((v) => Math.abs(v) + 0.05);
  let sum = 0;
  const units = Array.from({ length: count }, (_, id) => {
    const [rounding = 0, weights = 0, macs = 0, elements = 0] = [0, 1, 2, 3].map((k) => numbers[4 * id + k]);
    const before = sum;
    sum += 0.001 * (rounding + weights);
    const sources = id === 0 ? [] : id % 3 === 2 ? [{ id: id - 1, share: 0.6 }, { id: id - 2, share: 0.4 }] : [{ id: id - 1, share: 1 }];
    return unit(id, { macs: Math.round(1000 * macs), movesOnly: id % 4 === 3, outputElements: Math.round(50 * elements), inputNoise: before, outputNoise: sum, sources, noise: noise({ measured: sum, stored: 0.001 * rounding, weights: 0.001 * weights, sources: sources.length }) });
  });
  return { units, outputs: [count - 1], samples: 1, inferences: 2 };
}

export function problemOf(sensitivity: Sensitivity, budget: Budget, fixed: PrecisionMap = new Map()): AllocationProblem {
  return { sensitivity, model: noiseModel(sensitivity), budget, fixed, metricWeights: { wSqnr: 0.25, aSqnr: 0.25, wMse: 0.25, aMse: 0.25 }, seed: 1 };
}

export function allMaps(sensitivity: Sensitivity): PrecisionMap[] {
  return Array.from({ length: 2 ** sensitivity.units.length }, (_, bits) => new Map(sensitivity.units.map((u, i) => [u.id, (bits >> i) % 2 === 1 ? 'float' : 'int8'])));
}
