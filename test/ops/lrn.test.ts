import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('LRN', () => {
  it('divides by the energy of neighbouring channels', () => {
    expect(reference('LRN', [input([1, 3, 1], [1, 2, 3])], { attrs: { size: 2, alpha: 2, beta: 1, bias: 1 } })).toEqual([1 / 6, 2 / 14, 3 / 10].map(Math.fround));
  });

  it('rejects what it cannot serve', () => {
    expect(rejection('LRN', [input([1, 3, 4])], { attrs: { size: 0 } })).toBe("attribute 'size' is 0; it must be positive");
    expect(rejection('LRN', [input([1, 3])], { attrs: { size: 1 } })).toBe('input has shape [1,3]; at least one spatial dimension is expected');
  });

  it.each<[string, number[], number]>([['an image', [1, 9, 4, 5], 0.75], ['images, another power', [2, 6, 3, 3], 0.5], ['a line', [1, 7, 8], 0.75], ['a volume', [1, 5, 2, 3, 4], 1]])('is lowered: %s', (_name, shape, beta) => {
    const float = runFloat(graphOf('LRN', [input(shape)], { attrs: { size: 5, alpha: 0.3, beta, bias: 2 } }));
    expect(float.error).toBeLessThan(1e-5);
    expect(float.kernels).toContain('local_response_norm_f32');
  });
});
