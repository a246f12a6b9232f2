import { describe, expect, it } from 'vitest';
import type { Attrs } from '../../src/ir/graph.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { apply, constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const image = input([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);

describe('Conv', () => {
  it('takes the kernel from the weights, and defaults to stride, dilation and group 1', () => {
    expect(apply('Conv', [input([2, 4, 5, 6]), constant([8, 4, 3, 2])])).toEqual({
      attrs: { kernel: [3, 2], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0], layout: 'nchw', groups: 1, padValues: null },
      types: [{ dtype: 'f32', shape: [2, 8, 3, 5] }],
    });
  });

  it('computes output sizes from pads, strides and dilations', () => {
    const shape = (attrs: Attrs): readonly number[] => shapeAfter('Conv', [input([1, 1, 9, 10]), constant([1, 1, 3, 3])], { attrs });
    expect(shape({ strides: [2, 3], pads: [1, 0, 0, 2] })).toEqual([1, 1, 4, 4]);
    expect(shape({ dilations: [4, 1] })).toEqual([1, 1, 1, 8]);
    expect(shape({ auto_pad: 'SAME_LOWER', strides: [2, 2] })).toEqual([1, 1, 5, 5]);
    expect(apply('Conv', [input([1, 1, 9, 10]), constant([1, 1, 3, 3])], { attrs: { auto_pad: 'SAME_UPPER', strides: [2, 2] } }).attrs['pads']).toEqual([1, 0, 1, 1]);
  });

  it('sums products over the window', () => {
    expect(reference('Conv', [image, constant([1, 1, 2, 2], [1, 0, 0, -1]), constant([1], [0.5])])).toEqual([-3.5, -3.5, -3.5, -3.5]);
    expect(reference('Conv', [image, constant([1, 1, 2, 2], [1, 1, 1, 1])], { attrs: { pads: [1, 1, 0, 0], strides: [2, 2] } })).toEqual([1, 5, 11, 28]);
    expect(reference('Conv', [image, constant([1, 1, 2, 2], [1, 10, 100, 1000])], { attrs: { dilations: [2, 2] } })).toEqual([9731]);
  });

  it('keeps groups apart', () => {
    const x = input([1, 4, 1, 1], [1, 2, 3, 4]);
    expect(reference('Conv', [x, constant([2, 2, 1, 1], [1, 1, 1, 1])], { attrs: { group: 2 } })).toEqual([3, 7]);
    expect(reference('Conv', [x, constant([4, 1, 1, 1], [1, 10, 100, 1000])], { attrs: { group: 4 } })).toEqual([1, 20, 300, 4000]);
  });

  it('rejects shapes that do not fit', () => {
    const w = constant([4, 3, 3, 3]);
    expect(rejection('Conv', [input([1, 4, 8, 8]), w])).toBe('4 input channels and 4 output channels do not fit 1 groups of weights [4,3,3,3]');
    expect(rejection('Conv', [input([1, 9, 8, 8]), w], { attrs: { group: 3 } })).toBe('9 input channels and 4 output channels do not fit 3 groups of weights [4,3,3,3]');
    expect(rejection('Conv', [input([1, 3, 8, 8]), w], { attrs: { kernel_shape: [1, 1] } })).toBe('kernel_shape [1,1] differs from the weights [4,3,3,3]');
    expect(rejection('Conv', [input([1, 3, 8, 8]), w, constant([3])])).toBe('bias has shape [3]; [4] is expected');
    expect(rejection('Conv', [input([1, 3]), constant([4, 3])], { attrs: { kernel_shape: [1] } })).toBe('input has shape [1,3]; one to three spatial dimensions are supported');
    expect(rejection('Conv', [input([1, 3, 8]), constant([4, 3, 3, 3])], { attrs: { kernel_shape: [3] } })).toBe('weights have shape [4,3,3,3]; [out,in/group,h] is expected');
    expect(rejection('Conv', [input([1, 3, 8, 8]), constant([4, 3])], { attrs: { kernel_shape: [1, 1] } })).toBe('weights have shape [4,3]; [out,in/group,h,w] is expected');
  });

  it('takes lines and volumes', () => {
    expect(apply('Conv', [input([2, 4, 9]), constant([8, 2, 3])], { attrs: { group: 2, strides: [2], auto_pad: 'SAME_UPPER' } }).types).toEqual([{ dtype: 'f32', shape: [2, 8, 5] }]);
    expect(reference('Conv', [input([1, 1, 5], [1, 2, 3, 4, 5]), constant([1, 1, 2], [10, 1])], { attrs: { pads: [1, 0], dilations: [2] } })).toEqual([2, 13, 24, 35]);
    expect(reference('Conv', [input([1, 1, 2, 1, 2], [1, 2, 3, 4]), constant([1, 1, 2, 1, 1], [10, 1])], {})).toEqual([13, 24]);
  });

  it.each<[string, number[], number[], Attrs]>([
    ['a line', [1, 3, 11], [5, 3, 4], { pads: [1, 2], strides: [2] }],
    ['lines in groups, dilated', [2, 6, 13], [4, 3, 3], { group: 2, dilations: [3] }],
    ['a depthwise line', [1, 8, 12], [8, 1, 5], { group: 8, pads: [2, 2] }],
    ['a volume', [1, 2, 5, 6, 4], [3, 2, 3, 2, 3], { pads: [1, 0, 1, 1, 1, 1], strides: [1, 2, 1] }],
    ['volumes in groups, dilated', [2, 4, 7, 5, 5], [6, 2, 2, 3, 3], { group: 2, dilations: [3, 1, 2], strides: [2, 1, 1] }],
  ])('is lowered to two dimensions: %s', (_name, x, w, attrs) => {
    const graph = graphOf('Conv', [input(x), constant(w), constant([w[0] ?? 1])], { attrs });
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2);
    expect(int8.kernels.filter((k) => k.includes('conv2d'))).toHaveLength(1);
  });

  it('keeps lines in one layout, with what follows fused, and adds residuals inside', () => {
    const b = new GraphBuilder();
    b.node('Conv', [b.input('x', [1, 16, 20]), b.constant('w', [16, 16, 3])], { pads: [1, 1] }, 'c');
    b.node('BatchNormalization', ['c', b.constant('s', [16]), b.constant('t', [16]), b.constant('m', [16]), b.constant('v', [16], new Float32Array(16).fill(0.5))], {}, 'n');
    b.node('Relu', ['n'], {}, 'r');
    b.node('Conv', ['r', b.constant('w2', [16, 16, 3])], { pads: [1, 1] }, 'd');
    b.node('Add', ['d', 'r'], {}, 'a');
    b.node('Relu', ['a'], {}, 'z');
    b.node('GlobalAveragePool', ['z'], {}, 'y');
    const graph = b.build(['y']);
    const float = runFloat(graph);
    expect(float.error).toBeLessThan(1e-5);
    expect(float.kernels).toEqual(['copy_nd_32', 'conv2d_f32', 'conv2d_f32', 'add_f32', 'avg_pool_f32']);
    expect(runInt8(graph).kernels).toEqual(['quantize_f32_s8', 'copy_nd_8', 'conv2d_s8', 'conv2d_add_s8', 'avg_pool_s8', 'dequantize_s8_f32']);
  });

  it.each<[string, number[], number[], Attrs]>([
    ['image', [2, 4, 6, 5], [6, 2, 3, 2], { group: 2, pads: [1, 0, 2, 1], strides: [2, 1], dilations: [1, 2] }],
    ['line', [1, 3, 7], [4, 3, 3], { pads: [1, 1] }],
    ['volume', [1, 2, 4, 4, 3], [3, 2, 2, 2, 2], {}],
  ])('takes weights and biases that are computed, in float: %s', (_name, x, w, attrs) => {
    for (const bias of [null, input([w[0] ?? 1]), constant([w[0] ?? 1])]) {
      const float = runFloat(graphOf('Conv', [input(x), input(w), ...(bias ? [bias] : [])], { attrs }));
      expect(float.error).toBeLessThan(1e-5);
      expect(float.kernels).toContain('conv2d_dynamic_f32');
    }
    expect(runFloat(graphOf('Conv', [input(x), constant(w), input([w[0] ?? 1])], { attrs })).error).toBeLessThan(1e-5);
  });

  it.each<[string, number[], number[], Attrs, string]>([
    ['odd sizes and asymmetric pads', [1, 3, 7, 5], [5, 3, 3, 2], { pads: [1, 0, 2, 1] }, 'conv2d'],
    ['stride 2', [2, 4, 9, 8], [6, 4, 3, 3], { pads: [0, 0, 1, 1], strides: [2, 2] }, 'conv2d'],
    ['dilation', [1, 2, 9, 11], [3, 2, 3, 3], { pads: [2, 3, 2, 3], dilations: [2, 3] }, 'conv2d'],
    ['groups', [1, 6, 5, 5], [9, 2, 3, 3], { pads: [1, 1, 1, 1], group: 3 }, 'conv2d'],
    ['pointwise', [1, 16, 3, 5], [7, 16, 1, 1], {}, 'conv2d'],
    ['pointwise with stride', [1, 16, 5, 5], [7, 16, 1, 1], { strides: [2, 2] }, 'conv2d'],
    ['depthwise', [1, 5, 7, 6], [5, 1, 3, 3], { pads: [1, 1, 1, 1], group: 5 }, 'depthwise_conv2d'],
    ['depthwise with stride and pads', [2, 17, 7, 6], [17, 1, 3, 5], { pads: [0, 2, 1, 1], strides: [2, 1], group: 17 }, 'depthwise_conv2d'],
    ['depthwise with multiplier', [1, 3, 6, 6], [6, 1, 3, 3], { group: 3, dilations: [2, 1] }, 'depthwise_conv2d'],
    ['one channel', [1, 1, 6, 6], [1, 1, 3, 3], {}, 'conv2d'],
    ['one pixel', [2, 12, 1, 1], [5, 12, 1, 1], {}, 'fully_connected'],
    ['one pixel read past a padded one', [1, 4, 1, 1], [5, 4, 1, 1], { pads: [1, 1, 0, 0], strides: [2, 2] }, 'conv2d'],
    ['whole image', [1, 4, 4, 3], [6, 4, 4, 3], {}, 'conv2d'],
  ])('is lowered: %s', (_name, x, w, attrs, kernel) => {
    const bias = constant([w[0] ?? 1]);
    const graph = graphOf('Conv', [input(x), constant(w), bias], { attrs });
    const float = runFloat(graph);
    expect(float.error).toBeLessThan(1e-5);
    expect(float.kernels).toContain(`${kernel}_f32`);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.kernels).toContain(`${kernel}_s8`);
  });

  it('is lowered without bias, and with a fused clamp', () => {
    const b = new GraphBuilder();
    b.node('Conv', [b.input('x', [1, 3, 6, 6]), b.constant('w', [4, 3, 3, 3])], {}, 'c');
    b.node('Clip', ['c', b.constant('low', [], [-0.5]), b.constant('high', [], [1])], {}, 'y');
    const graph = b.build(['y']);
    expect(runFloat(graph).kernels).toEqual(['copy_nd_32', 'conv2d_f32', 'copy_nd_32']);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(5);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });

  it('pads with what an affine map before it made of zero, in and outside the range of its input', () => {
    for (const offset of [0.5, 4, -6]) {
      const b = new GraphBuilder();
      b.node('Add', [b.input('x', [1, 3, 5, 5]), b.constant('o', [3, 1, 1], [offset, -offset, 0.25])], {}, 'a');
      b.node('Conv', ['a', b.constant('w', [4, 3, 3, 3])], { pads: [1, 1, 1, 1] }, 'y');
      const graph = b.build(['y']);
      expect(runFloat(graph).error).toBeLessThan(1e-5);
      const int8 = runInt8(graph);
      expect(int8.kernels.filter((k) => /conv|add/.test(k))).toEqual(['conv2d_s8']);
      expect(int8.steps).toBeLessThan(3);
      expect(int8.arithmeticSteps).toBeLessThan(1.01);
    }
  });
});
