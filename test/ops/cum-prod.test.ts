import { describe, expect, it } from 'vitest';
import { graphOf, input, ints, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('CumProd', () => {
  it('multiplies along an axis, in both directions, with and without the element itself', () => {
    const x = input([4], [2, 3, 4, 5]);
    expect(reference('CumProd', [x, ints(0)], { opset: 26 })).toEqual([2, 6, 24, 120]);
    expect(reference('CumProd', [x, ints(0)], { opset: 26, attrs: { exclusive: 1 } })).toEqual([1, 2, 6, 24]);
    expect(reference('CumProd', [x, ints(0)], { opset: 26, attrs: { reverse: 1 } })).toEqual([120, 60, 20, 5]);
    expect(reference('CumProd', [x, ints(0)], { opset: 26, attrs: { reverse: 1, exclusive: 1 } })).toEqual([60, 20, 5, 1]);
  });

  it('is lowered', () => {
    const run = runFloat(graphOf('CumProd', [input([2, 3, 4]), ints(1)], { opset: 26 }));
    expect(run.error).toBeLessThan(1e-6);
    expect(run.kernels).toEqual(['cum_prod_f32']);
  });

  it('rejects an axis outside the tensor', () => {
    expect(rejection('CumProd', [input([5]), ints(-2)], { opset: 26 })).toBe('axis -2 is outside a tensor of rank 1');
  });
});
