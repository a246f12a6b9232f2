import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('LpNormalization', () => {
  it('divides lines by their norm; zeros stay', () => {
    expect(reference('LpNormalization', [input([3, 2], [3, 4, -5, 12, 0, 0])])).toEqual([0.6, 0.8, -5 / 13, 12 / 13, 0, 0].map(Math.fround));
    expect(reference('LpNormalization', [input([2, 2], [1, 3, 3, -1])], { attrs: { axis: 0, p: 1 } })).toEqual([0.25, 0.75, 0.75, -0.25]);
  });

  it('rejects other norms', () => {
    expect(rejection('LpNormalization', [input([2])], { attrs: { p: 3 } })).toBe("attribute 'p' is 3; 1 and 2 are allowed");
  });

  it.each([[[3, 4], -1, 2], [[2, 3, 4], 1, 1], [[2, 3, 4], 0, 2]])('is lowered: %j, axis %i, p %i', (shape, axis, p) => {
    expect(runFloat(graphOf('LpNormalization', [input(shape)], { attrs: { axis, p } })).error).toBeLessThan(1e-5);
  });

  it('gives zeros for zeros', () => {
    const x = input([1, 2], [0, 0]);
    expect(runFloat(graphOf('LpNormalization', [x]), new Map([['x0', x.tensor]])).error).toBe(0);
  });
});
