import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { operand, runOp } from '../support/op-elements.ts';

describe('Xor', () => {
  it('has its truth table', () => {
    expect(reference('Xor', [input([4], [0, 0, 1, 1], 'bool'), input([4], [0, 1, 0, 1], 'bool')])).toEqual([0, 1, 1, 0]);
  });

  it('is one kernel, with broadcasting', () => {
    expect(runOp('Xor', [operand('bool', [3, 4, 5]), operand('bool', [4, 1], 2)])).toEqual({ error: 0, kernels: ['xor_8'] });
  });

  it('rejects numbers', () => {
    expect(rejection('Xor', [input([2]), input([2])])).toBe('element type f32 is not allowed; allowed are bool');
  });
});
