import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { operand, runOp } from '../support/op-elements.ts';

describe('Not', () => {
  it('inverts bools, in place', () => {
    expect(reference('Not', [input([2], [0, 1], 'bool')])).toEqual([1, 0]);
    expect(runOp('Not', [operand('bool', [3, 7])])).toEqual({ error: 0, kernels: ['not_8'] });
  });

  it('rejects numbers', () => {
    expect(rejection('Not', [input([2])])).toBe('element type f32 is not allowed; bool is expected');
  });
});
