import { describe, expect, it } from 'vitest';
import { apply, constant, graphOf, input, ints, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const x = input([2, 2], [1, 2, 3, 4]);

describe('Pad', () => {
  it('reads pads and value from attributes up to opset 10', () => {
    const options = { opset: 2, attrs: { pads: [0, 1, 1, 0], value: 9 } };
    expect(apply('Pad', [x], options)).toEqual({ attrs: { before: [0, 1], after: [1, 0], mode: 'constant', value: 9 }, types: [{ dtype: 'f32', shape: [3, 3] }] });
    expect(reference('Pad', [x], options)).toEqual([9, 1, 2, 9, 3, 4, 9, 9, 9]);
    expect(apply('Pad', [x], { opset: 1, attrs: { paddings: [0, 1, 1, 0] } }).attrs).toEqual({ before: [0, 1], after: [1, 0], mode: 'constant', value: 0 });
  });

  it('reads them from inputs from opset 11 on, for some axes from 18 on', () => {
    expect(apply('Pad', [x, ints(1, 0, 0, 2), constant([], [-1])], { opset: 11 }).attrs).toEqual({ before: [1, 0], after: [0, 2], mode: 'constant', value: -1 });
    expect(apply('Pad', [x, ints(1, 2), null, ints(-1)], { opset: 18 }).attrs).toEqual({ before: [0, 1], after: [0, 2], mode: 'constant', value: 0 });
  });

  it('pads 64-bit integers', () => {
    expect(reference('Pad', [constant([1], [5], 'i64'), ints(1, 0), constant([], [7], 'i64')])).toEqual([7, 5]);
  });

  it('rejects what it cannot serve', () => {
    expect(rejection('Pad', [x, ints(1, 1, 1, 1)], { attrs: { mode: 'mirror' } })).toBe('attribute \'mode\' must be one of constant, reflect, edge, wrap, found "mirror"');
    expect(rejection('Pad', [x])).toBe('pads are missing');
    expect(rejection('Pad', [x, input([4], undefined, 'i64')])).toBe("input 'pads' is computed at run time; it must be a constant");
    expect(rejection('Pad', [x, ints(1, 1)])).toBe('pads has 2 entries for 2 axes');
    expect(rejection('Pad', [x, ints(-1, 0, -2, 0)])).toBe('pads [-1,0,-2,0] remove more than dimension 0 of [2,2] has');
    expect(rejection('Pad', [x, ints(1 << 21, 0, 0, 0)])).toBe('pads [2097152,0,0,0] are too large');
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

  it('reflects, repeats the edge or wraps around, further than the input is long', () => {
    const line = constant([3], [1, 2, 3]);
    const padded = (mode: string): number[] => reference('Pad', [line, ints(4, 2)], { attrs: { mode } });
    expect(padded('reflect')).toEqual([1, 2, 3, 2, 1, 2, 3, 2, 1]);
    expect(padded('edge')).toEqual([1, 1, 1, 1, 1, 2, 3, 3, 3]);
    expect(padded('wrap')).toEqual([3, 1, 2, 3, 1, 2, 3, 1, 2]);
  });

  it('removes where pads are negative', () => {
    expect(reference('Pad', [constant([2, 3], [1, 2, 3, 4, 5, 6]), ints(-1, 1, 1, -2), constant([], [9])])).toEqual([9, 4, 9, 9]);
    expect(reference('Pad', [constant([4], [1, 2, 3, 4]), ints(-1, 2)], { attrs: { mode: 'edge' } })).toEqual([2, 3, 4, 4, 4]);
  });

  it.each(['reflect', 'edge', 'wrap'])('is lowered to copies from the input: %s', (mode) => {
    const graph = graphOf('Pad', [input([2, 3, 5, 4]), ints(0, 0, 2, 1, 0, 0, 1, 3)], { attrs: { mode } });
    const run = runFloat(graph);
    expect(run.error).toBe(0);
    expect(new Set(run.kernels)).toEqual(new Set(['copy_nd_32']));
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });

  it('gathers where a list of coordinates has many runs', () => {
    const run = runFloat(graphOf('Pad', [input([3, 3, 3]), ints(9, 9, 9, 9, 9, 9)], { attrs: { mode: 'reflect' } }));
    expect(run).toEqual({ error: 0, kernels: ['gather_slices', 'gather_slices', 'gather_slices'] });
  });

  it('is lowered with negative pads, also where nothing is filled or everything is', () => {
    expect(runFloat(graphOf('Pad', [input([3, 5]), ints(-1, 2, 0, -2), constant([], [4])])).error).toBe(0);
    expect(runFloat(graphOf('Pad', [input([3, 5]), ints(0, -2, -1, 0)])).kernels).toEqual(['copy_nd_32']);
    expect(runFloat(graphOf('Pad', [input([3]), ints(-3, 2), constant([], [4])]))).toEqual({ error: 0, kernels: ['fill_32'] });
  });
});
