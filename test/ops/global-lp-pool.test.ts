import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('GlobalLpPool', () => {
  it('is the norm of each channel', () => {
    expect(reference('GlobalLpPool', [input([1, 2, 2], [3, 4, -5, 12])])).toEqual([5, 13]);
    expect(reference('GlobalLpPool', [input([1, 2, 2], [3, 4, -5, 12])], { attrs: { p: 1 } })).toEqual([7, 17]);
  });

  it('rejects norms that are none', () => {
    expect(rejection('GlobalLpPool', [input([1, 1, 4])], { attrs: { p: 0 } })).toBe("attribute 'p' is 0; it must be positive");
  });

  it.each([[[2, 3, 4, 5], 2], [[1, 4, 7], 1], [[1, 2, 3, 2, 4], 3]])('is lowered: %j, p %i', (shape, p) => {
    expect(runFloat(graphOf('GlobalLpPool', [input(shape)], { attrs: { p } })).error).toBeLessThan(1e-5);
  });
});
