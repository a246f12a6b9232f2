import { describe, expect, it } from 'vitest';
import { apply, graphOf, input, reference } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Identity', () => {
  it('keeps type, shape and elements', () => {
    const x = input([2, 2], [1, 2, 3, 4], 'i64');
    expect(apply('Identity', [x]).types).toEqual([{ dtype: 'i64', shape: [2, 2] }]);
    expect(reference('Identity', [x])).toEqual([1, 2, 3, 4]);
  });

  it('is lowered', () => {
    expect(runFloat(graphOf('Identity', [input([2, 3])])).error).toBe(0);
    expect(runInt8(graphOf('Identity', [input([2, 3])])).steps).toBeLessThan(0.51);
  });
});
