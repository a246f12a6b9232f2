import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../support/graph-builder.ts';
import { apply, constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Concat', () => {
  it('joins along any axis, counted from either end', () => {
    const a = input([2, 1], [1, 2]);
    const b = input([2, 2], [3, 4, 5, 6]);
    expect(apply('Concat', [a, b], { attrs: { axis: -1 } })).toEqual({ attrs: { axis: 1 }, types: [{ dtype: 'f32', shape: [2, 3] }] });
    expect(reference('Concat', [a, b], { attrs: { axis: 1 } })).toEqual([1, 3, 4, 2, 5, 6]);
    expect(reference('Concat', [a, a], { attrs: { axis: 0 } })).toEqual([1, 2, 1, 2]);
    expect(reference('Concat', [constant([1], [2], 'i64'), constant([2], [-1, 7], 'i64')], { attrs: { axis: 0 } })).toEqual([2, -1, 7]);
  });

  it('rejects axes, shapes and types that do not fit', () => {
    expect(rejection('Concat', [input([2, 3])], { attrs: { axis: 2 } })).toBe('axis 2 is outside a tensor of rank 2');
    expect(rejection('Concat', [input([2, 3]), input([3, 3])], { attrs: { axis: 1 } })).toBe('input 1 of shape [3,3] does not fit [2,3] on axis 1');
    expect(rejection('Concat', [input([2]), input([2], undefined, 'i64')], { attrs: { axis: 0 } })).toBe('input 1 of shape [2] does not fit [2] on axis 0');
    expect(rejection('Concat', [input([2]), null], { attrs: { axis: 0 } })).toBe('input 1 is missing');
  });

  it.each([
    ['first axis', [[2, 3], [1, 3]], 0],
    ['last axis', [[2, 1, 3], [2, 1, 4], [2, 1, 1]], -1],
    ['inner axis', [[2, 3, 5], [2, 1, 5]], 1],
  ])('is lowered: %s', (_name, shapes, axis) => {
    const graph = graphOf('Concat', shapes.map((s) => input(s)), { attrs: { axis } });
    expect(runFloat(graph).error).toBe(0);
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });

  it('is lowered with a constant part', () => {
    const graph = graphOf('Concat', [input([2, 3]), constant([2, 2])], { attrs: { axis: 1 } });
    expect(runFloat(graph).error).toBe(0);
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });

  it('does not force the fixed scale of a Softmax upon what it is joined with', () => {
    const b = new GraphBuilder();
    b.node('Softmax', [b.input('x', [2, 4])], {}, 's');
    b.node('Mul', ['x', b.constant('c', [], [5])], {}, 'm');
    b.node('Concat', ['s', 'm'], { axis: 1 }, 'y');
    const run = runInt8(b.build(['y']), undefined, 2);
    expect(run.steps).toBeLessThan(2);
    expect(run.kernels.filter((k) => k.includes('quantize'))).toHaveLength(4);
    expect(run.kernels).toEqual(expect.arrayContaining(['softmax_s8', 'mul_s8', 'copy_nd_8']));
  });

  it('keeps the fixed scale where all its inputs have it', () => {
    const b = new GraphBuilder();
    b.node('Softmax', [b.input('x', [2, 4])], {}, 's');
    b.node('Softmax', [b.input('x2', [2, 3])], {}, 's2');
    b.node('Concat', ['s', 's2'], { axis: 1 }, 'y');
    expect(runInt8(b.build(['y'])).steps).toBeLessThan(2);
  });

  it('leaves out what holds no element', () => {
    const graph = graphOf('Concat', [input([2, 3]), constant([2, 0], []), input([2, 1])], { attrs: { axis: 1 } });
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['copy_nd_32', 'copy_nd_32'] });
  });
});
