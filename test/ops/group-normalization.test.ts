import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../support/graph-builder.ts';
import { apply, constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

const options = { attrs: { num_groups: 2, epsilon: 0 }, opset: 21 };

describe('GroupNormalization', () => {
  it('normalizes groups of channels, with a scale per channel', () => {
    const x = input([1, 4, 2], [1, 1, 3, 3, 0, 4, 4, 0]);
    expect(reference('GroupNormalization', [x, constant([4], [1, 2, 1, 1]), constant([4], [0, 0, 10, 0])], options)).toEqual([-1, -1, 2, 2, 9, 11, 1, -1]);
    expect(apply('GroupNormalization', [x, constant([4]), constant([4])], options).types).toEqual([{ dtype: 'f32', shape: [1, 4, 2] }]);
  });

  it('has a scale per group in opset 18', () => {
    const x = input([1, 4, 2], [1, 1, 3, 3, 0, 4, 4, 0]);
    expect(reference('GroupNormalization', [x, constant([2], [2, 1]), constant([2], [0, 10])], { ...options, opset: 18 })).toEqual([-2, -2, 2, 2, 9, 11, 11, 9]);
  });

  it('rejects what does not fit', () => {
    expect(rejection('GroupNormalization', [input([1, 4, 2]), constant([4]), constant([4])], { attrs: { num_groups: 3 } })).toBe('4 channels do not fit 3 groups');
    expect(rejection('GroupNormalization', [input([1, 4, 2]), constant([3]), constant([4])], options)).toBe('scale and bias must have shape [4] or [2]');
  });

  it.each<[string, number[], number]>([['images', [2, 6, 3, 5], 6], ['lines', [2, 6, 7], 6], ['volumes', [1, 4, 3, 2, 5], 4], ['points', [3, 8], 8], ['a scale per group', [1, 6, 4, 4], 2]])('is lowered: %s', (_name, shape, count) => {
    for (const make of [input, constant]) {
      const float = runFloat(graphOf('GroupNormalization', [input(shape), make([count]), make([count])], { attrs: { num_groups: 2 }, opset: 21 }));
      expect(float.error).toBeLessThan(1e-5);
      expect(float.kernels).toContain('group_norm_f32');
    }
  });

  it('keeps images in NHWC, with what follows fused', () => {
    const b = new GraphBuilder();
    b.node('Conv', [b.input('x', [1, 3, 6, 6]), b.constant('w', [4, 3, 3, 3])], {}, 'c');
    b.node('GroupNormalization', ['c', b.constant('s', [4]), b.constant('t', [4])], { num_groups: 2 }, 'n');
    b.node('Relu', ['n'], {}, 'r');
    b.node('Conv', ['r', b.constant('v', [4, 4, 3, 3])], {}, 'y');
    expect(runFloat(b.build(['y'], { opset: 21 })).kernels).toEqual(['copy_nd_32', 'conv2d_f32', 'group_norm_f32', 'conv2d_f32', 'copy_nd_32']);
  });
});
