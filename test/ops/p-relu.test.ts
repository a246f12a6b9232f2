import { describe, expect, it } from 'vitest';
import { constant, input, reference, rejection } from '../support/op-case.ts';
import { SIGNED, operand, runOp, runOpInt8, spread } from '../support/op-elements.ts';

describe('PRelu', () => {
  it('multiplies what is below 0 by the slope of its channel', () => {
    expect(reference('PRelu', [input([2, 2], [-1, -1, 2, 2]), input([2], [0.5, 0.25])])).toEqual([-0.5, -0.25, 2, 2]);
  });

  it('is one kernel; one slope for all is a LeakyRelu', () => {
    expect(runOp('PRelu', [operand('f32', [2, 3, 4]), constant([3, 1], [0.1, 0.2, 0.3])]).kernels).toEqual(['prelu_f32']);
    expect(runOp('PRelu', [operand('f32', [2, 3, 4]), input([2, 3, 4])]).error).toBeLessThan(1e-6);
    expect(runOp('PRelu', [operand('f32', [2, 3]), constant([3], [0.1, 0.1, 0.1])]).kernels).toEqual(['leaky_relu_f32']);
    expect(runOpInt8('PRelu', [spread(-3, 3), constant([1], [0.25])]).kernels).toContain('lookup_s8');
  });

  it.each(SIGNED)('is exact on %s', (dtype) => {
    expect(runOp('PRelu', [operand(dtype, [2, 4]), input([4], [2, 3, -1, 0], dtype)]).error).toBe(0);
  });

  it('rejects a slope that widens the shape', () => {
    expect(rejection('PRelu', [input([2]), input([3, 1])])).toBe('its slope of shape [3,1] cannot be broadcast to [2]');
  });
});
