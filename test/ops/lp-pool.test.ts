import { describe, expect, it } from 'vitest';
import type { Attrs } from '../../src/ir/graph.ts';
import { graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('LpPool', () => {
  it('is the norm of each window', () => {
    expect(reference('LpPool', [input([1, 1, 4], [3, 4, -5, 12])], { attrs: { kernel_shape: [2], strides: [2] } })).toEqual([5, 13]);
    expect(reference('LpPool', [input([1, 1, 3], [3, 4, -5])], { attrs: { kernel_shape: [2], p: 1, pads: [1, 0] } })).toEqual([3, 7, 9]);
  });

  it('rejects norms that are none', () => {
    expect(rejection('LpPool', [input([1, 1, 4])], { attrs: { kernel_shape: [2], p: 0 } })).toBe("attribute 'p' is 0; it must be positive");
  });

  it.each<[string, number[], Attrs]>([
    ['images', [2, 3, 6, 5], { kernel_shape: [2, 3], pads: [1, 0, 0, 1] }],
    ['absolute values over lines', [1, 3, 9], { kernel_shape: [3], p: 1, strides: [2] }],
    ['another norm', [1, 2, 5, 5], { kernel_shape: [2, 2], p: 3 }],
    ['dilations and ceil_mode', [1, 2, 7, 8], { kernel_shape: [2, 3], dilations: [2, 2], strides: [2, 2], ceil_mode: 1 }],
    ['volumes', [1, 2, 4, 5, 3], { kernel_shape: [2, 2, 2] }],
  ])('is lowered: %s', (_name, shape, attrs) => {
    expect(runFloat(graphOf('LpPool', [input(shape)], { attrs, opset: 22 })).error).toBeLessThan(1e-5);
  });
});
