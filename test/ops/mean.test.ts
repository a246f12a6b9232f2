import { describe, expect, it } from 'vitest';
import { graphOf, input, reference } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Mean', () => {
  it('adds any number of operands', () => {
    expect(reference('Mean', [input([2], [3, -4]), input([1], [10])])).toEqual([6.5, 3]);
    expect(reference('Mean', [input([2], [3, -4])])).toEqual([3, -4]);
  });

  it('is lowered, with broadcasting', () => {
    for (const args of [[input([2, 5])], [input([2, 5]), input([5])], [input([2, 1]), input([5]), input([2, 5]), input([])]]) {
      expect(runFloat(graphOf('Mean', args)).error).toBeLessThan(1e-6);
    }
    expect(runInt8(graphOf('Mean', [input([4, 8]), input([4, 8]), input([4, 8])])).steps).toBeLessThan(4);
  });
});
