import { describe, expect, it } from 'vitest';
import { input, reference } from '../support/op-case.ts';
import { runOp, runOpInt8, spread } from '../support/op-elements.ts';

const OPTIONS = { opset: 9, attrs: { bias: 0.5, lambd: 1.5 } };

describe('Shrink', () => {
  it('moves what is beyond lambd towards 0', () => {
    expect(reference('Shrink', [input([4], [-2, -1.5, 1, 3])], OPTIONS)).toEqual([-1.5, 0, 0, 2.5]);
  });

  it('is one kernel in float, one table in INT8, and takes integers', () => {
    const { error, kernels } = runOp('Shrink', [spread(-4, 4)], OPTIONS);
    expect([error < 1e-6, kernels]).toEqual([true, ['shrink_f32']]);
    expect(runOpInt8('Shrink', [spread(-4, 4)], OPTIONS).kernels).toContain('lookup_s8');
    expect(runOp('Shrink', [input([4], [-9, -1, 1, 7], 'i32')], OPTIONS).error).toBe(0);
  });
});
