import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('InstanceNormalization', () => {
  it('normalizes each channel of each image', () => {
    const x = input([1, 2, 1, 2], [1, 3, 0, 8]);
    expect(reference('InstanceNormalization', [x, constant([2], [2, 1]), constant([2], [0, 10])], { attrs: { epsilon: 0 } })).toEqual([-2, 2, 9, 11]);
  });

  it('rejects what does not fit', () => {
    expect(rejection('InstanceNormalization', [input([1, 4]), constant([4]), constant([4])])).toBe('input has shape [1,4]; at least one spatial dimension is expected');
    expect(rejection('InstanceNormalization', [input([1, 4, 2]), constant([3]), constant([4])])).toBe('scale and bias must have shape [4]');
  });

  it.each<[string, number[]]>([['images', [2, 5, 9, 8]], ['lines', [2, 3, 70]], ['volumes', [1, 4, 3, 2, 5]]])('is lowered: %s', (_name, shape) => {
    const channels = shape[1] ?? 1;
    for (const make of [input, constant]) {
      const float = runFloat(graphOf('InstanceNormalization', [input(shape), make([channels]), make([channels])]));
      expect(float.error).toBeLessThan(1e-5);
      expect(float.kernels).toContain('group_norm_f32');
    }
  });
});
