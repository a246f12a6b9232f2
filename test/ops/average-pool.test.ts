import { describe, expect, it } from 'vitest';
import { apply, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const square = input([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);

describe('AveragePool', () => {
  it('averages over the valid elements, or over the whole window', () => {
    const attrs = { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 0, 0] };
    expect(reference('AveragePool', [square], { attrs })).toEqual([1, 2.5, 5.5, 7]);
    expect(reference('AveragePool', [square], { attrs: { ...attrs, count_include_pad: 1 } })).toEqual([0.25, 1.25, 2.75, 7]);
  });

  it('has an output more with ceil_mode', () => {
    const attrs = { kernel_shape: [2, 2], strides: [2, 2] };
    expect(reference('AveragePool', [square], { attrs })).toEqual([3]);
    expect(reference('AveragePool', [square], { attrs: { ...attrs, ceil_mode: 1 } })).toEqual([3, 4.5, 7.5, 9]);
  });

  it('defaults to stride 1 and no padding', () => {
    expect(apply('AveragePool', [square], { attrs: { kernel_shape: [2, 3] } })).toEqual({
      attrs: { kernel: [2, 3], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0], layout: 'nchw', countIncludePad: false },
      types: [{ dtype: 'f32', shape: [1, 1, 2, 1] }],
    });
    expect(shapeAfter('AveragePool', [input([2, 3, 8, 5])], { attrs: { kernel_shape: [3, 3], auto_pad: 'SAME_UPPER', strides: [2, 2] } })).toEqual([2, 3, 4, 3]);
  });

  it('divides by what padding is, and never by what ceil_mode adds', () => {
    const attrs = { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: 1, count_include_pad: 1 };
    expect(reference('AveragePool', [input([1, 1, 2, 2], [4, 8, 12, 16])], { attrs })).toEqual([1, 2, 3, 4]);
    expect(reference('AveragePool', [square], { attrs: { ...attrs, pads: [0, 0, 0, 0] } })).toEqual([3, 4.5, 7.5, 9]);
  });

  it.each([
    ['whole windows', [2, 3, 6, 5], { kernel_shape: [2, 3], strides: [2, 1] }],
    ['asymmetric pads', [1, 5, 7, 4], { kernel_shape: [3, 2], pads: [1, 0, 2, 1], strides: [2, 1] }],
    ['padding in the divisor', [1, 5, 7, 4], { kernel_shape: [3, 3], pads: [1, 2, 0, 1], strides: [2, 2], count_include_pad: 1 }],
    ['ceil_mode', [1, 3, 8, 7], { kernel_shape: [3, 3], strides: [2, 3], ceil_mode: 1 }],
    ['one element', [1, 1, 1, 1], { kernel_shape: [1, 1] }],
    ['ceil_mode with padding in the divisor', [1, 3, 8, 7], { kernel_shape: [3, 3], strides: [2, 3], pads: [1, 1, 1, 0], ceil_mode: 1, count_include_pad: 1 }],
    ['dilations', [1, 3, 8, 7], { kernel_shape: [3, 2], dilations: [2, 3] }],
    ['dilations over padding', [1, 1, 8, 7], { kernel_shape: [3, 2], dilations: [2, 3], pads: [2, 1, 1, 2] }],
    ['a line', [2, 3, 9], { kernel_shape: [3], strides: [2], pads: [1, 1] }],
    ['a volume', [1, 3, 5, 6, 7], { kernel_shape: [2, 3, 2], strides: [2, 1, 2], pads: [1, 1, 0, 0, 1, 1] }],
    ['a volume with padding in the divisor', [1, 2, 5, 4, 7], { kernel_shape: [3, 3, 3], strides: [2, 2, 2], pads: [1, 1, 1, 1, 1, 1], count_include_pad: 1 }],
    ['a dilated volume', [2, 2, 5, 4, 7], { kernel_shape: [2, 2, 3], dilations: [3, 1, 2], pads: [1, 0, 1, 0, 0, 1] }],
  ])('is lowered: %s', (_name, shape, attrs) => {
    const graph = graphOf('AveragePool', [input(shape)], { attrs });
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2.1);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });

  it('has an integer form where its output hardly varies', () => {
    const x = input([1, 1, 2, 2], [1, -1, -1, 1]);
    expect(runInt8(graphOf('AveragePool', [x], { attrs: { kernel_shape: [2, 2] } }), new Map([['x0', x.tensor]])).kernels).toContain('avg_pool_s8');
  });
});
