import { describe, expect, it } from 'vitest';
import { apply, constant, graphOf, input, ints, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const x = input([2, 2], [1, 2, 3, 4]);

describe('Pad', () => {
  it('reads pads and value from attributes up to opset 10', () => {
    const options = { opset: 2, attrs: { pads: [0, 1, 1, 0], value: 9 } };
    expect(apply('Pad', [x], options)).toEqual({ attrs: { before: [0, 1], after: [1, 0], value: 9 }, types: [{ dtype: 'f32', shape: [3, 3] }] });
    expect(reference('Pad', [x], options)).toEqual([9, 1, 2, 9, 3, 4, 9, 9, 9]);
    expect(apply('Pad', [x], { opset: 1, attrs: { paddings: [0, 1, 1, 0] } }).attrs).toEqual({ before: [0, 1], after: [1, 0], value: 0 });
  });

  it('reads them from inputs from opset 11 on, for some axes from 18 on', () => {
    expect(apply('Pad', [x, ints(1, 0, 0, 2), constant([], [-1])], { opset: 11 }).attrs).toEqual({ before: [1, 0], after: [0, 2], value: -1 });
    expect(apply('Pad', [x, ints(1, 2), null, ints(-1)], { opset: 18 }).attrs).toEqual({ before: [0, 1], after: [0, 2], value: 0 });
  });

  it('pads 64-bit integers', () => {
    expect(reference('Pad', [constant([1], [5], 'i64'), ints(1, 0), constant([], [7], 'i64')])).toEqual([7, 5]);
  });

  it('rejects what it cannot serve', () => {
    expect(rejection('Pad', [x, ints(1, 1, 1, 1)], { attrs: { mode: 'reflect' } })).toBe('attribute \'mode\' must be one of constant, found "reflect"');
    expect(rejection('Pad', [x])).toBe('pads are missing');
    expect(rejection('Pad', [x, input([4], undefined, 'i64')])).toBe("input 'pads' is computed at run time; it must be a constant");
    expect(rejection('Pad', [x, ints(1, 1)])).toBe('pads has 2 entries for 2 axes');
    expect(rejection('Pad', [x, ints(-1, 0, 0, 0)])).toBe('pads [-1,0,0,0] must not be negative');
    expect(rejection('Pad', [x, ints(1, 1), null, ints(2)], { opset: 18 })).toBe('axis 2 is outside a tensor of rank 2');
  });

  it.each([[[0, 1, 1, 0], 0], [[2, 0, 0, 3], 0], [[1, 1, 1, 1], 0.5]])('is lowered: %j with %d', (pads, value) => {
    const graph = graphOf('Pad', [input([3, 5]), ints(...pads), constant([], [value])]);
    expect(runFloat(graph).error).toBe(0);
    if (value === 0) expect(runInt8(graph).steps).toBeLessThan(0.51);
  });

  it('has an integer form for zeros only', () => {
    expect(runInt8(graphOf('Pad', [input([3]), ints(1, 0), constant([], [0.5])])).kernels).toEqual(['fill_32', 'copy_nd_32']);
  });
});
