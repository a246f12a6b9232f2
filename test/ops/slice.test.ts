import { describe, expect, it } from 'vitest';
import { apply, constant, graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { randomInputs } from '../support/interpreter.ts';
import { runFloat, runGraph, runInt8 } from '../support/op-runner.ts';

const line = input([5], [0, 1, 2, 3, 4]);

function slice(starts: number, ends: number, steps = 1): number[] {
  return reference('Slice', [line, ints(starts), ints(ends), ints(0), ints(steps)]);
}

describe('Slice', () => {
  it('reads attributes up to opset 9', () => {
    const attrs = { starts: [1, 0], ends: [2, -1], axes: [1, 0] };
    expect(apply('Slice', [input([3, 4])], { opset: 9, attrs })).toEqual({
      attrs: { starts: [0, 1], steps: [1, 1], lengths: [2, 1] },
      types: [{ dtype: 'f32', shape: [2, 1] }],
    });
  });

  it('takes the largest integer for the end: of an attribute after import, of an input', () => {
    expect(apply('Slice', [line], { opset: 9, attrs: { starts: [2], ends: [Number.MAX_SAFE_INTEGER] } }).attrs['lengths']).toEqual([3]);
    expect(reference('Slice', [line, ints(2), constant([1], [2 ** 63 - 1024], 'i64')])).toEqual([2, 3, 4]);
  });

  it('reads inputs from opset 10 on; axes and steps are optional', () => {
    expect(reference('Slice', [input([2, 3], [1, 2, 3, 4, 5, 6]), ints(1, 0), ints(2, 2)])).toEqual([4, 5]);
    expect(reference('Slice', [input([2, 3], [1, 2, 3, 4, 5, 6]), ints(0), ints(3), ints(-1), ints(2)])).toEqual([1, 3, 4, 6]);
  });

  it('counts negative positions from the end, clamps the others and steps in both directions', () => {
    expect(slice(-3, -1)).toEqual([2, 3]);
    expect(slice(-9, 9)).toEqual([0, 1, 2, 3, 4]);
    expect(slice(0, 5, 3)).toEqual([0, 3]);
    expect(slice(4, -9, -1)).toEqual([4, 3, 2, 1, 0]);
    expect(slice(9, 0, -2)).toEqual([4, 2]);
    expect(slice(-2, -5, -1)).toEqual([3, 2, 1]);
  });

  it('may select nothing', () => {
    expect(shapeAfter('Slice', [line, ints(3), ints(2)])).toEqual([0]);
    expect(shapeAfter('Slice', [line, ints(1000), ints(1000)])).toEqual([0]);
  });

  it('rejects what does not fit', () => {
    const one = ints(1);
    expect(rejection('Slice', [line, one, ints(2), ints(0), ints(0)])).toBe('a step is 0');
    expect(rejection('Slice', [line, one, ints(2, 3)])).toBe('starts, ends, axes and steps differ in length');
    expect(rejection('Slice', [input([5, 5]), ints(1, 1), ints(2, 2), ints(0, -2)])).toBe('axes [0,0] repeat');
    expect(rejection('Slice', [line, one, ints(2), ints(1)])).toBe('axis 1 is outside a tensor of rank 1');
    expect(rejection('Slice', [line])).toBe('starts are missing');
    expect(rejection('Slice', [line, one])).toBe('ends are missing');
    expect(rejection('Slice', [line, input([1], undefined, 'i64'), ints(2)])).toBe("input 'starts' is computed at run time; it must be a constant");
  });

  it.each([
    ['forward', [1, 2], [3, 4], [1, 1]],
    ['with steps', [0, 1], [9, 9], [2, 3]],
    ['backward', [3, -1], [0, -9], [-1, -2]],
  ])('is lowered: %s', (_name, starts, ends, steps) => {
    const graph = graphOf('Slice', [input([4, 3, 7]), ints(...starts), ints(...ends), ints(0, 2), ints(...steps)]);
    expect(runFloat(graph).error).toBe(0);
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });

  it('of no element is a constant, which an output may be', () => {
    const graph = graphOf('Slice', [input([2, 5]), ints(5), ints(9), ints(1)]);
    expect([graph.nodes, graph.values.get('y')?.data]).toEqual([[], new Float32Array()]);
    const { outputs, kernels } = runGraph(graph, randomInputs(graph));
    expect([outputs.get('y')?.shape, kernels]).toEqual([[2, 0], []]);
  });
});
