import { expect, it } from 'vitest';
import { makeTensor, uniformNumber } from '../../src/ir/tensor.ts';

it('finds the number that all elements are', () => {
  const of = (...values: readonly number[]): number | null => uniformNumber(makeTensor('f32', [values.length], Float32Array.from(values)));
  expect([of(3), of(0.5, 0.5), of(1, 1, 2), of()]).toEqual([3, 0.5, null, null]);
  expect([of(NaN, NaN), of(NaN, 1), of(1, NaN)]).toEqual([NaN, null, null]);
  expect(uniformNumber(makeTensor('i64', [2], BigInt64Array.of(7n, 7n)))).toBe(7);
});

it('looks at constants that are larger than a set can be', () => {
  const data = new Int8Array(20_000_000);
  for (let i = 0; i < data.length; i++) data[i] = i & 63;
  expect(uniformNumber(makeTensor('i8', [data.length], data))).toBeNull();
  expect(uniformNumber(makeTensor('i8', [data.length], data.fill(5)))).toBe(5);
});
