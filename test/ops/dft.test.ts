import { describe, expect, it } from 'vitest';
import { constant, input } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

const real = input([2, 12, 3, 1]);
const complex = input([2, 12, 3, 2]);

describe('DFT', () => {
  it.each([
    ['real', real, {}],
    ['complex', complex, {}],
    ['the positive half', real, { onesided: 1 }],
    ['inverse', complex, { inverse: 1 }],
    ['another axis', complex, { axis: 2 }],
    ['inverse along another axis', complex, { axis: 0, inverse: 1 }],
  ])('equals ONNX Runtime: %s', async (_name, x, attrs) => {
    expect(await differenceOf({ op: 'DFT', args: [x], attrs, opset: 17 })).toBeLessThan(1e-5);
  });

  it('cuts off or fills up to the length', async () => {
    for (const length of [8, 12, 16]) expect(await differenceOf({ op: 'DFT', args: [real, constant([], [length], 'i64')], opset: 17 })).toBeLessThan(1e-5);
  });

  it('takes the axis as an input from opset 20 on', async () => {
    expect(await differenceOf({ op: 'DFT', args: [complex, null, constant([], [1], 'i64')], opset: 20 })).toBeLessThan(1e-5);
    expect(await differenceOf({ op: 'DFT', args: [complex], opset: 20 })).toBeLessThan(1e-5);
  });
});
