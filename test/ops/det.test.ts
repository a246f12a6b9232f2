import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('Det', () => {
  it('is the determinant of the last two dimensions', () => {
    expect(reference('Det', [input([2, 2], [1, 2, 3, 4])])).toEqual([-2]);
    expect(reference('Det', [input([2, 1, 1], [5, -3])])).toEqual([5, -3]);
    expect(reference('Det', [input([3, 3], [0, 0, 2, 0, 3, 0, 4, 0, 0])])).toEqual([-24]);
    expect(shapeAfter('Det', [input([2, 5, 4, 4])])).toEqual([2, 5]);
  });

  it('rejects matrices that are not square', () => {
    expect(rejection('Det', [input([2, 3])])).toBe('input has shape [2,3]; square matrices are expected in its last two dimensions');
  });

  it.each([[[3, 3]], [[4, 1, 1]], [[2, 2, 5, 5]], [[2, 7, 7]]])('is lowered: %j', (shape) => {
    expect(runFloat(graphOf('Det', [input(shape)])).error).toBeLessThan(1e-5);
  });

  it('is 0 where a column is', () => {
    const x = input([2, 2], [0, 1, 0, 2]);
    expect(runFloat(graphOf('Det', [x]), new Map([['x0', x.tensor]])).error).toBe(0);
  });
});
