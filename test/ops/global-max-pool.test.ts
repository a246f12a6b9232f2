import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('GlobalMaxPool', () => {
  it('takes the largest of each channel', () => {
    const x = input([1, 2, 1, 3], [1, 3, 2, -30, -10, -20]);
    expect(shapeAfter('GlobalMaxPool', [x])).toEqual([1, 2, 1, 1]);
    expect(reference('GlobalMaxPool', [x])).toEqual([3, -10]);
  });

  it('rejects what has no spatial dimension', () => {
    expect(rejection('GlobalMaxPool', [input([1, 2])])).toBe('input has shape [1,2]; a batch, channels and at least one spatial dimension are expected');
  });

  it.each([[[1, 5, 7, 3]], [[2, 8, 1, 1]], [[2, 3, 7]], [[1, 4, 3, 2, 5]]])('is lowered: %j', (shape) => {
    const graph = graphOf('GlobalMaxPool', [input(shape)]);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });
});
