import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const square = constant([2, 3], [1, 2, 3, 4, 5, 6], 'i64');

describe('Trilu', () => {
  it('keeps a triangle from diagonal k on', () => {
    const kept = (k: number, upper: number): number[] => reference('Trilu', [square, constant([], [k], 'i64')], { attrs: { upper }, opset: 14 });
    expect(kept(0, 1)).toEqual([1, 2, 3, 0, 5, 6]);
    expect(kept(2, 1)).toEqual([0, 0, 3, 0, 0, 0]);
    expect(kept(-1, 1)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(kept(0, 0)).toEqual([1, 0, 0, 4, 5, 0]);
    expect(kept(-1, 0)).toEqual([0, 0, 0, 4, 0, 0]);
    expect(kept(1e6, 1)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(reference('Trilu', [square], { opset: 14 })).toEqual([1, 2, 3, 0, 5, 6]);
  });

  it('rejects vectors and diagonals that are computed', () => {
    expect(rejection('Trilu', [input([3])])).toBe('input has shape [3]; at least two dimensions are expected');
    expect(rejection('Trilu', [input([3, 3]), input([], undefined, 'i64')])).toBe("input 'k' is computed at run time; it must be a constant");
  });

  it.each([[1, 0], [1, 2], [0, -1], [0, 0]])('is lowered: upper %d from %d', (upper, k) => {
    const graph = graphOf('Trilu', [input([2, 4, 5]), constant([], [k], 'i64')], { attrs: { upper }, opset: 14 });
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['trilu'] });
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });
});
