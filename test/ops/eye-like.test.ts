import { describe, expect, it } from 'vitest';
import { apply, input, rejection } from '../support/op-case.ts';

describe('EyeLike', () => {
  it('is a constant of the input\'s shape, of its type or another', () => {
    const eye = (attrs: Record<string, number>): unknown => apply('EyeLike', [input([2, 3], undefined, 'i32')], { attrs }).types[0]?.tensor?.data;
    expect(eye({})).toEqual(Int32Array.of(1, 0, 0, 0, 1, 0));
    expect(eye({ k: 1, dtype: 1 })).toEqual(Float32Array.of(0, 1, 0, 0, 0, 1));
    expect(eye({ k: -1, dtype: 7 })).toEqual(BigInt64Array.of(0n, 0n, 0n, 1n, 0n, 0n));
  });

  it('rejects other ranks and unknown types', () => {
    expect(rejection('EyeLike', [input([3])])).toBe('input has shape [3]; two dimensions are expected');
    expect(rejection('EyeLike', [input([3, 3])], { attrs: { dtype: 8 } })).toBe("attribute 'dtype' names element type 8, which is not supported");
  });
});
