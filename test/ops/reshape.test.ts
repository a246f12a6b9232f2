import { describe, expect, it } from 'vitest';
import { graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const x = input([2, 3, 4]);

describe('Reshape', () => {
  it('reads the target from an attribute in opset 1 and from an input later', () => {
    expect(shapeAfter('Reshape', [x], { opset: 1, attrs: { shape: [6, 4] } })).toEqual([6, 4]);
    expect(shapeAfter('Reshape', [x, ints(6, 4)])).toEqual([6, 4]);
  });

  it('infers -1 and copies dimensions at 0', () => {
    expect(shapeAfter('Reshape', [x, ints(0, -1)])).toEqual([2, 12]);
    expect(shapeAfter('Reshape', [x, ints(-1)])).toEqual([24]);
    expect(shapeAfter('Reshape', [input([1, 1]), ints()])).toEqual([]);
    expect(reference('Reshape', [input([2, 2], [1, 2, 3, 4]), ints(4)])).toEqual([1, 2, 3, 4]);
  });

  it('rejects targets that do not fit', () => {
    expect(rejection('Reshape', [x, ints(5, 5)])).toBe('[2,3,4] (24 elements) cannot be reshaped to [5,5]');
    expect(rejection('Reshape', [x, ints(5, -1)])).toBe('[2,3,4] (24 elements) cannot be reshaped to [5,-1]');
    expect(rejection('Reshape', [x, ints(-1, -1)])).toBe('[2,3,4] (24 elements) cannot be reshaped to [-1,-1]');
    expect(rejection('Reshape', [x, ints(-2, 12)])).toBe('[2,3,4] (24 elements) cannot be reshaped to [-2,12]');
    expect(rejection('Reshape', [x, ints(0, -1)], { opset: 14, attrs: { allowzero: 1 } })).toBe('[2,3,4] (24 elements) cannot be reshaped to [0,-1]');
    expect(rejection('Reshape', [input([4]), ints(4, 0)])).toBe('dimension 1 of the target shape copies a dimension that the input lacks');
    expect(rejection('Reshape', [x, input([2], undefined, 'i64')])).toBe("input 'shape' is computed at run time; it must be a constant");
    expect(rejection('Reshape', [x])).toBe('the target shape is missing');
  });

  it('is lowered', () => {
    const graph = graphOf('Reshape', [x, ints(4, -1)]);
    expect(runFloat(graph).error).toBe(0);
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });
});
