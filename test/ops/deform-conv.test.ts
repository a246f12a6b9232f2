import { describe, expect, it } from 'vitest';
import type { Attrs } from '../../src/ir/graph.ts';
import { constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

const image = input([1, 1, 2, 2], [1, 2, 3, 4]);
const one = constant([1, 1, 1, 1], [1]);

describe('DeformConv', () => {
  it('samples between elements, and zeros outside', () => {
    const offset = input([1, 2, 2, 2], [0.5, 0, 0, 1, 0, 0.5, -1.5, 0]);
    expect(reference('DeformConv', [image, one, offset])).toEqual([2, 1, 0, 0]);
  });

  it('adds a bias to masked taps', () => {
    const [offset, mask] = [input([1, 2, 2, 2], new Float32Array(8)), input([1, 1, 2, 2], [1, 0.5, 0, 2])];
    expect(reference('DeformConv', [image, one, offset, constant([1], [10]), mask])).toEqual([11, 11, 10, 18]);
  });

  it('rejects what does not fit', () => {
    expect(shapeAfter('DeformConv', [input([2, 4, 5, 5]), constant([6, 2, 3, 3]), input([2, 36, 3, 3])], { attrs: { group: 2, offset_group: 2 } })).toEqual([2, 6, 3, 3]);
    expect(rejection('DeformConv', [image, one, input([1, 4, 2, 2])])).toBe('offset has shape [1,4,2,2]; [1,2,2,2] is expected');
    expect(rejection('DeformConv', [image, one, input([1, 2, 2, 2]), null, input([1, 2, 2, 2])])).toBe('mask has shape [1,2,2,2]; [1,1,2,2] is expected');
    expect(rejection('DeformConv', [image, constant([1, 2, 1, 1]), input([1, 2, 2, 2])])).toBe('1 input channels do not fit 1 groups of weights [1,2,1,1] and 1 groups of offsets');
    expect(rejection('DeformConv', [image, one, input([1, 2, 2, 2]), constant([2])])).toBe('bias has shape [2]; [1] is expected');
  });

  it.each<[string, number[], number[], number[], Attrs]>([
    ['one channel', [1, 1, 4, 4], [1, 1, 2, 2], [1, 8, 3, 3], {}],
    ['pads, stride and groups', [2, 4, 6, 5], [6, 2, 3, 3], [2, 36, 3, 3], { pads: [1, 1, 1, 1], strides: [2, 2], group: 2, offset_group: 2 }],
    ['dilations', [1, 2, 7, 6], [3, 2, 2, 2], [1, 8, 5, 3], { dilations: [2, 3] }],
  ])('is lowered: %s', (_name, x, w, offset, attrs) => {
    const float = runFloat(graphOf('DeformConv', [input(x), constant(w), input(offset), constant([w[0] ?? 1])], { attrs }));
    expect(float.error).toBeLessThan(1e-5);
    expect(float.kernels).toEqual(['deform_conv2d_f32']);
  });
});
