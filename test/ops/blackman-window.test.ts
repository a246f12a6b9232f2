import { describe, expect, it } from 'vitest';
import { apply, constant, rejection } from '../support/op-case.ts';
import { toNumbers } from '../../src/ir/tensor.ts';

function window(size: number, attrs: Record<string, number>): number[] {
  const tensor = apply('BlackmanWindow', [constant([], [size], 'i32')], { attrs, opset: 17 }).types[0]?.tensor;
  return tensor ? toNumbers(tensor).map((v) => Math.round(1e4 * v) / 1e4) : [];
}

describe('BlackmanWindow', () => {
  it('is a constant, periodic or symmetric', () => {
    expect(window(4, {})).toEqual([-0, 0.34, 1, 0.34]);
    expect(window(5, { periodic: 0 })).toEqual([-0, 0.34, 1, 0.34, -0]);
    expect(window(1, { periodic: 0 })).toEqual([-0]);
    expect(apply('BlackmanWindow', [constant([], [3], 'i64')], { attrs: { output_datatype: 11 }, opset: 17 }).types[0]?.dtype).toBe('f32');
  });

  it('rejects sizes that are not positive', () => {
    expect(rejection('BlackmanWindow', [constant([], [0], 'i32')])).toBe('the size is 0; 1 to 16777216 are supported');
  });
});
