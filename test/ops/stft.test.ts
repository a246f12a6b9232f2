import { describe, expect, it } from 'vitest';
import { constant, input } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

const step = constant([], [4], 'i64');
const length = constant([], [16], 'i64');
const window = Array.from({ length: 16 }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / 16));

describe('STFT', () => {
  it.each([
    ['without a window', [input([2, 64, 1]), step, null, length], {}],
    ['a constant window', [input([2, 64, 1]), step, constant([16], window), length], {}],
    ['a computed window', [input([2, 64, 1]), step, input([16], window), length], {}],
    ['both halves', [input([1, 40, 1]), step, constant([16], window)], { onesided: 0 }],
  ])('equals ONNX Runtime: %s', async (_name, args, attrs) => {
    expect(await differenceOf({ op: 'STFT', args, attrs, opset: 17 })).toBeLessThan(1e-5);
  });
});
