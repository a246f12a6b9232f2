import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('GlobalAveragePool', () => {
  it('averages each channel', () => {
    const x = input([1, 2, 1, 3], [1, 2, 3, 10, 20, 60]);
    expect(shapeAfter('GlobalAveragePool', [x])).toEqual([1, 2, 1, 1]);
    expect(reference('GlobalAveragePool', [x])).toEqual([2, 30]);
  });

  it('rejects what has no spatial dimension', () => {
    expect(rejection('GlobalAveragePool', [input([1, 2])])).toBe('input has shape [1,2]; a batch, channels and at least one spatial dimension are expected');
  });

  it.each([[[1, 5, 7, 3]], [[2, 8, 1, 1]], [[2, 3, 7]], [[1, 4, 3, 2, 5]]])('is lowered: %j', (shape) => {
    const graph = graphOf('GlobalAveragePool', [input(shape)]);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    expect(runInt8(graph).steps).toBeLessThan(3);
  });
});
