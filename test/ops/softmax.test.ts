import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../support/graph-builder.ts';
import { apply, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const LOG2 = Math.log(2);
const x = input([1, 2, 2], [0, LOG2, LOG2, 0]);

function rounded(values: readonly number[]): number[] {
  return values.map((v) => Math.round(v * 1e5) / 1e5);
}

describe('Softmax', () => {
  it('works along the last axis by default from opset 13 on', () => {
    expect(apply('Softmax', [x]).attrs).toEqual({ axis: 2, flattened: false });
    expect(rounded(reference('Softmax', [x]))).toEqual([0.33333, 0.66667, 0.66667, 0.33333]);
    expect(rounded(reference('Softmax', [input([1, 2, 2], [0, 0, LOG2, 0])], { attrs: { axis: 1 } }))).toEqual([0.33333, 0.5, 0.66667, 0.5]);
  });

  it('works over all dimensions from axis 1 on before', () => {
    expect(apply('Softmax', [x], { opset: 11 }).attrs).toEqual({ axis: 1, flattened: true });
    expect(rounded(reference('Softmax', [x], { opset: 11 }))).toEqual([0.16667, 0.33333, 0.33333, 0.16667]);
    expect(rounded(reference('Softmax', [x], { opset: 11, attrs: { axis: -1 } }))).toEqual([0.33333, 0.66667, 0.66667, 0.33333]);
  });

  it('moves another axis to the end, also in channels-last graphs', () => {
    const graph = graphOf('Softmax', [input([2, 3, 4])], { attrs: { axis: 1 } });
    expect(runFloat(graph).kernels).toEqual(['copy_nd_32', 'softmax_f32', 'copy_nd_32']);
    for (const axis of [1, 2, 3]) {
      const b = new GraphBuilder();
      b.node('Conv', [b.input('x', [1, 2, 5, 4]), b.constant('w', [3, 2, 1, 1])], {}, 'c');
      b.node('Softmax', ['c'], { axis }, 'y');
      const run = runFloat(b.build(['y']));
      expect(run.error).toBeLessThan(1e-5);
      expect(run.kernels.filter((k) => k === 'copy_nd_32')).toHaveLength(axis === 3 ? 2 : axis === 1 ? 2 : 3);
    }
  });

  it('does not overflow', () => {
    expect(reference('Softmax', [input([2], [1000, 0])])).toEqual([1, 0]);
  });

  it('rejects an axis outside the tensor', () => {
    expect(rejection('Softmax', [x], { attrs: { axis: 3 } })).toBe('axis 3 is outside a tensor of rank 3');
  });

  it.each([[[3, 7], -1], [[2, 3, 5], 2], [[1, 10], 1], [[1, 4, 3, 2], 1]])('is lowered: %j over axis %d', (shape, axis) => {
    const graph = graphOf('Softmax', [input(shape)], { attrs: { axis } });
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });
});
