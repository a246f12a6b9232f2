import { describe, expect, it } from 'vitest';
import { apply, constant, input, rejection } from '../support/op-case.ts';

describe('Range', () => {
  it('steps from start to before limit', () => {
    const range = (start: number, limit: number, delta: number, dtype: 'i64' | 'f32' | 'i32'): unknown =>
      apply('Range', [constant([], [start], dtype), constant([], [limit], dtype), constant([], [delta], dtype)]).types[0]?.tensor?.data;
    expect(range(1, 8, 3, 'i32')).toEqual(Int32Array.of(1, 4, 7));
    expect(range(10, 4, -2, 'i64')).toEqual(BigInt64Array.of(10n, 8n, 6n));
    expect(range(0.5, 2, 0.5, 'f32')).toEqual(Float32Array.of(0.5, 1, 1.5));
    expect(range(3, 3, 1, 'i32')).toEqual(Int32Array.of());
  });

  it('rejects a step of 0 and bounds that are computed', () => {
    const zero = constant([], [0]);
    expect(rejection('Range', [zero, constant([], [2]), zero])).toBe('the range from 0 to 2 by 0 is not usable');
    expect(rejection('Range', [zero, input([]), zero])).toBe("input 'limit' is computed at run time; it must be a constant");
  });
});
