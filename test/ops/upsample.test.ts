import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const square = constant([1, 1, 2, 2], [1, 2, 3, 4]);

describe('Upsample', () => {
  it('repeats or interpolates, with scales from an attribute or an input', () => {
    expect(reference('Upsample', [square], { attrs: { scales: [1, 1, 1, 2] }, opset: 7 })).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect(reference('Upsample', [square, constant([4], [1, 1, 1, 2])], { attrs: { mode: 'linear' }, opset: 9 })).toEqual([1, 1.5, 2, 2, 3, 3.5, 4, 4]);
  });

  it('rejects scales below 1', () => {
    expect(rejection('Upsample', [square, constant([4], [1, 1, 0.5, 2])], { opset: 9 })).toBe('scales [1,1,0.5,2] must be at least 1, one for each of 4 axes');
    expect(rejection('Upsample', [square], { opset: 9 })).toBe('scales are missing');
  });

  it('is a Resize', () => {
    const graph = graphOf('Upsample', [input([1, 2, 3, 4]), constant([4], [1, 1, 2, 2])], { opset: 9, attrs: { mode: 'linear' } });
    expect(runFloat(graph).kernels).toEqual(['resample_f32', 'resample_f32']);
    expect(runFloat(graph).error).toBeLessThan(1e-6);
    expect(runInt8(graph).kernels).toContain('resize_linear_s8');
  });
});
