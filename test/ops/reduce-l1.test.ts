import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/code-of.ts';
import { graphOf, input, ints } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

const x = input([2, 3, 4, 5]);

describe('ReduceL1', () => {
  it.each([[[0]], [[1]], [[3]], [[-1, -2]], [[2, 3]], [[1, 2]], [[0, 2]], [[3, 1]], [[0, 1, 2, 3]]])('equals ONNX Runtime over axes %j, kept and dropped', async (axes) => {
    for (const keepdims of [0, 1]) expect(await differenceOf({ op: 'ReduceL1', args: [x, ints(...axes)], attrs: { keepdims } })).toBeLessThan(1e-6);
  });

  it('reduces all axes by default, or none where that is asked for', async () => {
    expect(await differenceOf({ op: 'ReduceL1', args: [x] })).toBeLessThan(1e-6);
    expect(await differenceOf({ op: 'ReduceL1', args: [x], attrs: { noop_with_empty_axes: 1 } })).toBeLessThan(1e-6);
  });

  it('takes axes as an attribute in older opsets', async () => {
    expect(await differenceOf({ op: 'ReduceL1', args: [x], attrs: { axes: [1, 3], keepdims: 0 }, opset: 11 })).toBeLessThan(1e-6);
  });

  it('rejects axes that are no integers', () => {
    for (const axes of [[1.5], ['a'], 2]) expect(codeOf(() => graphOf('ReduceL1', [x], { attrs: { axes }, opset: 11 }))).toBe('QT2002');
  });
});
