import { describe, expect, it } from 'vitest';
import type { Attrs } from '../../src/ir/graph.ts';
import { apply, graphOf, input, reference, rejection, secondReference } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const square = input([1, 1, 3, 3], [-1, -2, -3, -4, -5, -6, -7, -8, -9]);

describe('MaxPool', () => {
  it('ignores padding', () => {
    expect(reference('MaxPool', [square], { attrs: { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 0, 0] } })).toEqual([-1, -2, -4, -5]);
  });

  it('takes dilations', () => {
    expect(reference('MaxPool', [square], { attrs: { kernel_shape: [2, 2], dilations: [2, 2] } })).toEqual([-1]);
    expect(reference('MaxPool', [square], { attrs: { kernel_shape: [1, 2], dilations: [1, 2] } })).toEqual([-1, -4, -7]);
  });

  it('turns ceil_mode and auto_pad into explicit pads', () => {
    const pads = (attrs: Record<string, string | number>): unknown =>
      apply('MaxPool', [input([1, 1, 6, 7])], { attrs: { kernel_shape: [3, 2], strides: [2, 3], ...attrs } }).attrs['pads'];
    expect(pads({ ceil_mode: 1 })).toEqual([0, 0, 1, 1]);
    expect(pads({ auto_pad: 'VALID' })).toEqual([0, 0, 0, 0]);
    expect(pads({ auto_pad: 'SAME_UPPER' })).toEqual([0, 0, 1, 1]);
    expect(pads({ auto_pad: 'SAME_LOWER' })).toEqual([1, 1, 0, 0]);
  });

  it('drops the last window of ceil_mode where it would lie in the padding', () => {
    const { attrs, types } = apply('MaxPool', [input([1, 1, 2, 3])], { attrs: { kernel_shape: [1, 1], strides: [2, 2], ceil_mode: 1 } });
    expect([attrs['pads'], types[0]?.shape]).toEqual([[0, 0, 0, 0], [1, 1, 1, 2]]);
  });

  it('names the places of the maxima in the whole tensor, row by row or column by column', () => {
    const x = input([2, 1, 2, 3], [1, 5, 5, 2, 0, 3, 7, 1, 1, 1, 1, 9]);
    const indices = (attrs: Attrs): unknown => secondReference('MaxPool', [x], { attrs: { kernel_shape: [2, 2], ...attrs }, outputs: 2 });
    expect(indices({})).toEqual([1, 1, 6, 11]);
    expect(indices({ storage_order: 1 })).toEqual([2, 2, 6, 11]);
    expect(apply('MaxPool', [x], { attrs: { kernel_shape: [2, 2] }, outputs: 2 }).types[1]).toEqual({ dtype: 'i64', shape: [2, 1, 1, 2] });
  });

  it('rejects attributes it cannot serve', () => {
    const reject = (attrs: Record<string, string | number | number[]>): string => rejection('MaxPool', [square], { attrs: { kernel_shape: [2, 2], ...attrs } });
    expect(rejection('MaxPool', [square])).toBe("attribute 'kernel_shape' is missing");
    expect(reject({ kernel_shape: [2] })).toBe("attribute 'kernel_shape' has 1 entries for 2 spatial dimensions");
    expect(reject({ strides: [0, 1] })).toBe("attribute 'strides' is [0,1]; entries must be positive");
    expect(reject({ pads: [0, 0, -1, 0] })).toBe("attribute 'pads' is [0,0,-1,0]; 4 non-negative entries are expected");
    expect(reject({ pads: [1, 1] })).toBe("attribute 'pads' is [1,1]; 4 non-negative entries are expected");
    expect(reject({ auto_pad: 'SAME' })).toBe('attribute \'auto_pad\' must be one of NOTSET, VALID, SAME_UPPER, SAME_LOWER, found "SAME"');
    expect(reject({ kernel_shape: [4, 4] })).toBe('the window is larger than its padded input [1,1,3,3]');
    expect(reject({ kernel_shape: 3 })).toBe("attribute 'kernel_shape' must be a list of integers");
    expect(reject({ strides: [1.5, 1] })).toBe("attribute 'strides' must be a list of integers");
    expect(reject({ ceil_mode: 'yes' })).toBe("attribute 'ceil_mode' must be an integer, found \"yes\"");
    expect(rejection('MaxPool', [input([1, 3])], { attrs: { kernel_shape: [2] } })).toBe('input has shape [1,3]; one to three spatial dimensions are supported');
  });

  it.each([
    ['whole windows', [2, 3, 6, 5], { kernel_shape: [2, 3], strides: [2, 1] }],
    ['asymmetric pads', [1, 5, 7, 4], { kernel_shape: [3, 2], pads: [1, 0, 2, 1], strides: [2, 1] }],
    ['dilations', [1, 5, 7, 8], { kernel_shape: [3, 2], pads: [1, 2, 0, 1], dilations: [2, 3] }],
    ['ceil_mode', [1, 3, 8, 7], { kernel_shape: [3, 3], strides: [2, 3], ceil_mode: 1 }],
    ['a line', [2, 3, 9], { kernel_shape: [3], strides: [2], pads: [1, 1] }],
    ['a volume', [1, 3, 5, 6, 7], { kernel_shape: [2, 3, 2], strides: [2, 1, 2], pads: [1, 1, 0, 0, 1, 1] }],
    ['a dilated volume', [2, 2, 5, 4, 7], { kernel_shape: [2, 2, 3], dilations: [3, 1, 2], ceil_mode: 1, strides: [1, 2, 2] }],
  ])('is lowered: %s', (_name, shape, attrs) => {
    const graph = graphOf('MaxPool', [input(shape)], { attrs });
    expect(runFloat(graph).error).toBe(0);
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });
});
