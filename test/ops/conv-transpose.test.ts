import { describe, expect, it } from 'vitest';
import type { Attrs } from '../../src/ir/graph.ts';
import { apply, constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const line = input([1, 1, 3], [1, 2, 3]);

describe('ConvTranspose', () => {
  it('adds the kernel at each input', () => {
    expect(reference('ConvTranspose', [line, constant([1, 1, 2], [10, 1])], { attrs: { strides: [2] } })).toEqual([10, 1, 20, 2, 30, 3]);
    expect(reference('ConvTranspose', [line, constant([1, 1, 3], [1, 1, 1]), constant([1], [0.5])], { attrs: { pads: [1, 1] } })).toEqual([3.5, 6.5, 5.5]);
    expect(reference('ConvTranspose', [line, constant([1, 1, 2], [10, 1])], { attrs: { dilations: [3] } })).toEqual([10, 20, 30, 1, 2, 3]);
    expect(reference('ConvTranspose', [input([1, 2, 1], [1, 2]), constant([2, 1, 1], [10, 1])], { attrs: { group: 2 } })).toEqual([10, 2]);
  });

  it('computes output sizes from every attribute', () => {
    const shape = (attrs: Attrs): readonly number[] => shapeAfter('ConvTranspose', [input([1, 1, 5, 6]), constant([1, 2, 3, 3])], { attrs });
    expect(shape({})).toEqual([1, 2, 7, 8]);
    expect(shape({ strides: [2, 3], output_padding: [1, 2], pads: [0, 1, 1, 2] })).toEqual([1, 2, 11, 17]);
    expect(shape({ strides: [2, 3], auto_pad: 'SAME_UPPER' })).toEqual([1, 2, 10, 18]);
    expect(shape({ strides: [3, 2], output_shape: [16, 13] })).toEqual([1, 2, 16, 13]);
    expect(apply('ConvTranspose', [input([1, 1, 5]), constant([1, 1, 4])], { attrs: { strides: [1], auto_pad: 'SAME_LOWER' } }).attrs['before']).toEqual([2]);
    expect(apply('ConvTranspose', [input([1, 1, 5]), constant([1, 1, 4])], { attrs: { strides: [1], auto_pad: 'SAME_UPPER' } }).attrs['before']).toEqual([1]);
  });

  it('rejects what does not fit', () => {
    const w = constant([4, 3, 3, 3]);
    expect(rejection('ConvTranspose', [input([1, 3, 5, 5]), w])).toBe('3 input channels do not fit 1 groups of weights [4,3,3,3]');
    expect(rejection('ConvTranspose', [input([1, 4, 5, 5]), w, constant([4])])).toBe('bias has shape [4]; [3] is expected');
    expect(rejection('ConvTranspose', [input([1, 4, 5, 5]), w], { attrs: { output_padding: [1] } })).toBe("attribute 'output_padding' is [1]; 2 non-negative entries are expected");
    expect(rejection('ConvTranspose', [input([1, 4, 5, 5]), w], { attrs: { output_shape: [0, 1] } })).toBe("attribute 'output_shape' is [0,1]; 2 positive entries are expected");
    expect(rejection('ConvTranspose', [input([1, 4, 1, 1]), w], { attrs: { pads: [2, 0, 1, 0] } })).toBe('its padding leaves nothing of an input of shape [1,4,1,1]');
    expect(rejection('ConvTranspose', [input([1, 4, 5, 5]), w], { attrs: { kernel_shape: [2, 2] } })).toBe('kernel_shape [2,2] differs from the weights [4,3,3,3]');
  });

  const CASES: [string, number[], number[], Attrs][] = [
    ['stride 1', [2, 3, 5, 4], [3, 4, 3, 2], { pads: [1, 0, 1, 1] }],
    ['kernel equals stride', [2, 4, 3, 5], [4, 3, 2, 2], { strides: [2, 2] }],
    ['kernel twice the stride, cut', [1, 4, 4, 5], [4, 3, 4, 4], { strides: [2, 2], pads: [1, 1, 1, 1] }],
    ['kernel 3, stride 2', [1, 3, 4, 5], [3, 5, 3, 3], { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] }],
    ['stride beyond the kernel', [1, 3, 3, 3], [3, 2, 1, 2], { strides: [3, 2] }],
    ['dilated', [1, 2, 5, 4], [2, 3, 3, 2], { strides: [2, 3], dilations: [2, 2], pads: [1, 2, 0, 1] }],
    ['dilation that skips phases', [1, 2, 4, 4], [2, 3, 2, 2], { strides: [2, 2], dilations: [2, 4] }],
    ['groups', [1, 4, 4, 3], [4, 3, 3, 3], { strides: [2, 2], group: 2, pads: [0, 1, 1, 0] }],
    ['depthwise', [1, 6, 4, 4], [6, 1, 4, 4], { strides: [2, 2], group: 6, pads: [1, 1, 1, 1] }],
    ['an output longer than what is reached', [1, 2, 3, 3], [2, 2, 3, 3], { strides: [3, 2], output_shape: [10, 8] }],
    ['padding beyond the kernel', [1, 2, 6, 6], [2, 2, 2, 2], { pads: [2, 2, 2, 3] }],
    ['a line', [2, 3, 7], [3, 2, 4], { strides: [2], pads: [1, 1] }],
    ['a volume', [1, 2, 3, 4, 3], [2, 3, 3, 2, 3], { strides: [2, 2, 1], pads: [1, 0, 1, 0, 0, 1] }],
    ['a volume in groups', [2, 4, 3, 3, 2], [4, 1, 2, 3, 2], { strides: [2, 1, 2], group: 2, output_padding: [1, 0, 0] }],
  ];

  it.each(CASES)('is lowered: %s', (_name, x, w, attrs) => {
    const channels = (w[1] ?? 1) * Number(attrs['group'] ?? 1);
    const graph = graphOf('ConvTranspose', [input(x), constant(w), constant([channels])], { attrs });
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2.5);
    expect(int8.kernels.filter((k) => k.includes('_f32')).every((k) => /quantize/.test(k))).toBe(true);
    expect(runFloat(graphOf('ConvTranspose', [input(x), input(w)], { attrs })).error).toBeLessThan(1e-5);
  });

  it('is one convolution and one transposition where the kernel is as long as the stride', () => {
    const graph = graphOf('ConvTranspose', [input([1, 8, 3, 5]), constant([8, 3, 2, 2])], { attrs: { strides: [2, 2] } });
    expect(runFloat(graph).kernels).toEqual(['copy_nd_32', 'conv2d_f32', 'copy_nd_32', 'copy_nd_32']);
  });
});
