import { describe, expect, it } from 'vitest';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';
import { apply, constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const x = input([4], [-9, 0.5, 3, 9]);

describe('Clip', () => {
  it('reads its bounds from attributes up to opset 10', () => {
    expect(apply('Clip', [x], { opset: 6, attrs: { min: -1, max: 2 } }).attrs).toEqual({ min: -1, max: 2 });
    expect(reference('Clip', [x], { opset: 6, attrs: { min: -1, max: 2 } })).toEqual([-1, 0.5, 2, 2]);
  });

  it('reads its bounds from constant inputs from opset 11 on', () => {
    expect(apply('Clip', [x, constant([], [0]), constant([], [6])], { opset: 11 }).attrs).toEqual({ min: 0, max: 6 });
    expect(reference('Clip', [x, null, constant([1], [1])])).toEqual([-9, 0.5, 1, 1]);
  });

  it('is open where a bound is absent or the largest float', () => {
    expect(apply('Clip', [x], { opset: 6 }).attrs).toEqual({ min: -Infinity, max: Infinity });
    expect(apply('Clip', [x], { opset: 13 }).attrs).toEqual({ min: -Infinity, max: Infinity });
    expect(apply('Clip', [x], { opset: 6, attrs: { min: 0, max: 3.4028234663852886e38 } }).attrs).toEqual({ min: 0, max: Infinity });
  });

  it('gives max where min is above it', () => {
    expect(reference('Clip', [x], { opset: 6, attrs: { min: 2, max: 1 } })).toEqual([1, 1, 1, 1]);
  });

  it('rejects bounds that are no single number', () => {
    expect(rejection('Clip', [x, constant([], [0]), constant([2], [1, 2])])).toBe("bound 'max' must be one number");
    expect(rejection('Clip', [x, constant([], [NaN])])).toBe("bound 'min' must be one number");
    expect(rejection('Clip', [x], { opset: 6, attrs: { min: 'a' } })).toBe("attribute 'min' must be a number, found \"a\"");
  });

  it('is lowered', () => {
    for (const [min, max] of [[-0.25, 0.5], [0, Infinity], [-Infinity, -0.1]] as const) {
      const graph = graphOf('Clip', [input([5, 7])], { opset: 6, attrs: { min, max } });
      expect(runFloat(graph).error).toBe(0);
      expect(runInt8(graph).steps).toBeLessThan(2.1);
    }
  });

  it('is fused into the operator before it', () => {
    const graph = graphOf('Clip', [input([5, 7])], { opset: 6, attrs: { min: -0.25, max: 0.5 } });
    expect(runFloat(graph).kernels).toEqual(['clamp_f32']);
  });

  it('takes bounds that are computed', () => {
    expect(runOp('Clip', [input([5, 7]), input([], [-0.25]), input([], [0.5])])).toEqual({ error: 0, kernels: ['max_f32', 'min_f32'] });
    expect(runOp('Clip', [input([5, 7]), null, input([], [0.5])])).toEqual({ error: 0, kernels: ['min_f32'] });
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('Clip', [operand(dtype, [3, 4]), constant([], [2], dtype), constant([], [7], dtype)]).error).toBe(0);
    expect(runOp('Clip', [operand(dtype, [3, 4])]).error).toBe(0);
  });
});
