import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, ints, reference, rejection } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const x = input([2, 3, 4, 5]);

describe('ReduceMax', () => {
  it.each([[[0]], [[1]], [[3]], [[-1, -2]], [[2, 3]], [[1, 2]], [[0, 2]], [[3, 1]], [[0, 1, 2, 3]]])('equals ONNX Runtime over axes %j, kept and dropped', async (axes) => {
    for (const keepdims of [0, 1]) expect(await differenceOf({ op: 'ReduceMax', args: [x, ints(...axes)], attrs: { keepdims } })).toBeLessThan(1e-6);
  });

  it('reduces all axes by default, or none where that is asked for', async () => {
    expect(await differenceOf({ op: 'ReduceMax', args: [x] })).toBeLessThan(1e-6);
    expect(await differenceOf({ op: 'ReduceMax', args: [x], attrs: { noop_with_empty_axes: 1 } })).toBeLessThan(1e-6);
  });

  it('takes axes as an attribute in older opsets', async () => {
    expect(await differenceOf({ op: 'ReduceMax', args: [x], attrs: { axes: [1, 3], keepdims: 0 }, opset: 11 })).toBeLessThan(1e-6);
  });

  it('reduces integers of any width, wrapping around', async () => {
    for (const dtype of ['i32', 'i64'] as const) expect(await differenceOf({ op: 'ReduceMax', args: [input([2, 3, 4], [5, -3, 2, 7, 1, 1, -2, 4, 3, 2, 2, 9, 1, -1, 6, 3, 2, 8, 4, 1, 1, 2, 3, 5], dtype), ints(1)], outputs: [dtype] })).toBe(0);
  });

  it('has an INT8 form, as pooling', () => {
    const graph = graphOf('ReduceMax', [input([1, 9, 8])], { attrs: { axes: [1], keepdims: 1 } });
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    expect(runInt8(graph).kernels).toContain('max_pool_s8');
  });

  it('rejects an axis outside the tensor', () => {
    expect(rejection('ReduceMax', [x, ints(4)])).toBe('axis 4 is outside a tensor of rank 4');
  });

  it('of nothing is its neutral element', () => {
    const empty = (dtype: 'f32' | 'i32'): number[] => reference('ReduceMax', [constant([2, 0], [], dtype), ints(1)], { opset: 18, attrs: { keepdims: 0 } });
    expect([empty('f32'), empty('i32')]).toEqual([[-Infinity, -Infinity], [-2147483648, -2147483648]]);
  });
});
