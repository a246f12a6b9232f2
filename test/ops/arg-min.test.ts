import { describe, expect, it } from 'vitest';
import { input, rejection, shapeAfter } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

const x = input([2, 4, 3], [1, 5, 2, 1, 5, 9, 0, 5, 2, 7, 1, 9, 3, 3, 3, 2, 8, 2, 2, 8, 1, 3, 1, 1]);

describe('ArgMin', () => {
  it.each([0, 1, 2, -1])('equals ONNX Runtime over axis %d, the first and the last of equal elements', async (axis) => {
    for (const select_last_index of [0, 1]) {
      for (const keepdims of [0, 1]) expect(await differenceOf({ op: 'ArgMin', args: [x], attrs: { axis, keepdims, select_last_index }, opset: 13, outputs: ['i64'] })).toBe(0);
    }
  });

  it('compares integers', async () => {
    expect(await differenceOf({ op: 'ArgMin', args: [input([2, 3], [-5, 7, 7, 100000, -2, 100000], 'i32')], attrs: { axis: 1 }, opset: 13, outputs: ['i64'] })).toBe(0);
  });

  it('has one index per line, and rejects an axis outside the tensor', () => {
    expect(shapeAfter('ArgMin', [x], { attrs: { axis: 1 } })).toEqual([2, 1, 3]);
    expect(shapeAfter('ArgMin', [x], { attrs: { axis: 1, keepdims: 0 } })).toEqual([2, 3]);
    expect(rejection('ArgMin', [x], { attrs: { axis: 3 } })).toBe('axis 3 is outside a tensor of rank 3');
  });
});
