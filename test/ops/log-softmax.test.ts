import { describe, expect, it } from 'vitest';
import { input } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

const x = input([2, 3, 4]);

describe('LogSoftmax', () => {
  it.each([0, 1, 2, -1])('equals ONNX Runtime along axis %d', async (axis) => {
    expect(await differenceOf({ op: 'LogSoftmax', args: [x], attrs: { axis }, opset: 13 })).toBeLessThan(1e-6);
  });

  it('works over all axes from the given one on before opset 13', async () => {
    for (const axis of [0, 1, 2]) expect(await differenceOf({ op: 'LogSoftmax', args: [x], attrs: { axis }, opset: 11 })).toBeLessThan(1e-6);
    expect(await differenceOf({ op: 'LogSoftmax', args: [x], opset: 11 })).toBeLessThan(1e-6);
  });

  it('stands large numbers', async () => {
    expect(await differenceOf({ op: 'LogSoftmax', args: [input([1, 3], [1000, 1001, -1000])], opset: 13 })).toBeLessThan(1e-6);
  });
});
