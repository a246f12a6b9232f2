import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('MeanVarianceNormalization', () => {
  it('normalizes over images and pixels by default', () => {
    expect(reference('MeanVarianceNormalization', [input([2, 2, 1, 1], [1, 10, 3, 30])])).toEqual([-1, -1, 1, 1]);
    expect(reference('MeanVarianceNormalization', [input([2, 2], [1, 3, 0, 8])], { attrs: { axes: [-1] } })).toEqual([-1, 1, -1, 1]);
  });

  it('rejects axes that repeat', () => {
    expect(rejection('MeanVarianceNormalization', [input([2, 2])], { attrs: { axes: [1, -1] } })).toBe('axes [1,1] repeat');
  });

  it.each<[string, number[], number[] | null]>([['by default', [2, 3, 4, 5], null], ['one axis', [3, 4, 5], [1]], ['all axes', [3, 4], [0, 1]]])('is lowered: %s', (_name, shape, axes) => {
    expect(runFloat(graphOf('MeanVarianceNormalization', [input(shape)], { attrs: axes === null ? {} : { axes } })).error).toBeLessThan(1e-5);
  });
});
