import { describe, expect, it } from 'vitest';
import { apply, input, reference, rejection } from '../support/op-case.ts';

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

  it('does not overflow', () => {
    expect(reference('Softmax', [input([2], [1000, 0])])).toEqual([1, 0]);
  });

  it('rejects an axis outside the tensor', () => {
    expect(rejection('Softmax', [x], { attrs: { axis: 3 } })).toBe('axis 3 is outside a tensor of rank 3');
  });
});
