import { describe, expect, it } from 'vitest';
import { GramKernel } from '../../src/execute/gram.ts';
import type { Patches } from '../../src/execute/patches.ts';
import { feedbackOf, roundCompensating, roundEach, unitLower } from '../../src/quantize/compensate-rounding.ts';
import { type Filters, filtersOf } from '../../src/quantize/filters.ts';
import { quantizeWeights, realWeights, weightScales } from '../../src/quantize/weights.ts';
import { randomFloats } from '../support/graph-builder.ts';

const KERNEL = new GramKernel();

/** Rows of inputs that share a common part, so that neighbours are correlated. */
function correlated(rows: number, columns: number, share = 0.9): Patches {
  const [common, own] = [randomFloats(rows, 7), randomFloats(rows * columns, 8)];
  return { rows, columns, samples: new Int32Array(rows), data: own.map((v, i) => share * (common[Math.floor(i / columns)] ?? 0) + (1 - share) * v) };
}

/** Power of x (w_q - w) over the rows, all outputs together. */
function error(f: Filters, quantized: Int8Array, scales: readonly number[], x: Patches): number {
  const real = realWeights(quantized, scales);
  const width = f.inner * f.taps;
  let sum = 0;
  for (let o = 0; o < f.outputs; o++) {
    const first = Math.floor(o / (f.outputs / f.groups)) * width;
    for (let r = 0; r < x.rows; r++) {
      let e = 0;
      for (let c = 0; c < width; c++) e += ((real[o * width + c] ?? 0) - (f.weights[o * width + c] ?? 0)) * (x.data[r * x.columns + first + c] ?? 0);
      sum += e * e;
    }
  }
  return sum;
}

const dense = (outputs: number, inner: number): Filters => filtersOf(randomFloats(outputs * inner, 5), outputs, { kind: 'weight', axis: 0 });

describe('error-compensating rounding', () => {
  it('makes the error at the outputs smaller where inputs are correlated', () => {
    const [f, x] = [dense(6, 24), correlated(400, 24)];
    const scales = weightScales(f.weights, 6);
    const compensated = quantizeWeights(f.weights, scales, feedbackOf({ filters: f, patches: x, centred: false }, KERNEL));
    expect(error(f, compensated, scales, x)).toBeLessThan(0.5 * error(f, roundEach({ filters: f, scales, input: 'x', output: 'y' }), scales, x));
    expect(compensated.every((q) => q >= -127 && q <= 127)).toBe(true);
  });

  it('does so for samples that were not seen', () => {
    const [f, x] = [dense(6, 24), correlated(800, 24)];
    const half = { ...x, rows: 400, data: x.data.subarray(0, 400 * 24) };
    const other = { ...x, rows: 400, data: x.data.subarray(400 * 24) };
    const scales = weightScales(f.weights, 6);
    const compensated = quantizeWeights(f.weights, scales, feedbackOf({ filters: f, patches: half, centred: false }, KERNEL));
    expect(error(f, compensated, scales, other)).toBeLessThan(0.6 * error(f, quantizeWeights(f.weights, scales), scales, other));
  });

  it('is plain rounding where inputs are uncorrelated', () => {
    const f = dense(4, 8);
    const data = Float32Array.from({ length: 64 }, (_, i) => (i % 9 === 0 ? 3 : 0));
    const scales = weightScales(f.weights, 4);
    expect(quantizeWeights(f.weights, scales, feedbackOf({ filters: f, patches: { rows: 8, columns: 8, data }, centred: false }, KERNEL))).toEqual(quantizeWeights(f.weights, scales));
  });

  it('sees the inputs of a group only: taps by taps for a depthwise convolution', () => {
    const f = filtersOf(randomFloats(4 * 9, 3), 4, { kind: 'weight', axis: 0, groups: 4, taps: 9 });
    const x = correlated(300, 36);
    const scales = weightScales(f.weights, 4);
    const feedback = feedbackOf({ filters: f, patches: x, centred: false }, KERNEL);
    expect([0, 1, 2, 3].map((o) => feedback(o).map((b) => b.order.length))).toEqual([[9], [9], [9], [9]]);
    expect(error(f, quantizeWeights(f.weights, scales, feedback), scales, x)).toBeLessThan(error(f, quantizeWeights(f.weights, scales), scales, x));
  });

  it('compensates long filters in blocks of at most 256 columns that hold every column once', () => {
    const f = dense(2, 600);
    const blocks = feedbackOf({ filters: f, patches: correlated(16, 600), centred: true }, KERNEL)(1);
    expect(blocks.map((b) => b.order.length)).toEqual([200, 200, 200]);
    expect(blocks.flatMap((b) => [...b.order]).sort((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, i) => i));
  });

  it('leaves the mean to the bias where that is corrected', () => {
    const [f, x] = [dense(3, 6), correlated(200, 6)];
    const moved = { ...x, data: x.data.map((v, i) => v + 4 + (i % 6)) };
    const scales = weightScales(f.weights, 3);
    const round = (patches: Patches): Int8Array => quantizeWeights(f.weights, scales, feedbackOf({ filters: f, patches, centred: true }, KERNEL));
    expect(round(moved)).toEqual(round(x));
  });

  it('follows equalization: a scaled input is a scaled Gram matrix', () => {
    const [f, x] = [dense(3, 6), correlated(200, 6)];
    const factors = Float64Array.of(1, 2, 4, 0.5, 8, 1);
    const scaled = { ...x, data: x.data.map((v, i) => v * (factors[i % 6] ?? 1)) };
    const [a, b] = [feedbackOf({ filters: f, patches: x, scales: factors, centred: false }, KERNEL)(0), feedbackOf({ filters: f, patches: scaled, centred: false }, KERNEL)(0)];
    expect(a).toEqual(b);
  });

  it('rounds each weight by itself where nothing was sampled or the input is another than was', () => {
    const f = dense(3, 6);
    const unit = { filters: f, scales: weightScales(f.weights, 3), input: 'x', output: 'y' };
    const source = { patches: new Map([['k', correlated(200, 6)]]), keys: new Map([['y', 'k']]), factors: new Map(), unseen: new Set<string>(), centred: false };
    expect(roundCompensating(source)(unit)).not.toEqual(roundEach(unit));
    expect(roundCompensating({ ...source, keys: new Map() })(unit)).toEqual(roundEach(unit));
    expect(roundCompensating({ ...source, unseen: new Set(['x']) })(unit)).toEqual(roundEach(unit));
  });

  it('keeps a result until weights or scales change', () => {
    const f = dense(3, 6);
    const unit = { filters: f, scales: weightScales(f.weights, 3), input: 'x', output: 'y' };
    const round = roundCompensating({ patches: new Map([['k', correlated(200, 6)]]), keys: new Map([['y', 'k']]), factors: new Map(), unseen: new Set(), centred: false });
    expect(round(unit)).toBe(round({ ...unit, scales: [...unit.scales] }));
    expect(round({ ...unit, scales: unit.scales.map((s) => 2 * s) })).not.toEqual(round(unit));
  });

  it('writes a positive definite matrix as M^T D M', () => {
    const width = 5;
    const g = KERNEL.gram(randomFloats(20 * width, 9), width);
    const m = Float64Array.from(g);
    unitLower(m, width);
    const at = (k: number, j: number): number => (j > k ? 0 : j === k ? 1 : (m[k * width + j] ?? 0));
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) {
        const sum = Array.from({ length: width }, (_, k) => (m[k * width + k] ?? 0) * at(k, i) * at(k, j)).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(g[i * width + j] ?? 0, 5);
      }
    }
  });
});
