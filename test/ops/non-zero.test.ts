import { describe, expect, it } from 'vitest';
import { apply, constant, input, rejection } from '../support/op-case.ts';

describe('NonZero', () => {
  it('lists the coordinates of what is not 0, one row per dimension', () => {
    const [type] = apply('NonZero', [constant([2, 2], [1, 0, 1, 1], 'bool')]).types;
    expect([type?.shape, type?.tensor?.data]).toEqual([[2, 3], BigInt64Array.of(0n, 1n, 1n, 0n, 0n, 1n)]);
  });

  it('rejects what is computed at run time', () => {
    expect(rejection('NonZero', [input([2])])).toBe('the size of its output depends on values computed at run time');
  });
});
