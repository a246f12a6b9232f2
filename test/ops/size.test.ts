import { describe, expect, it } from 'vitest';
import { apply, input } from '../support/op-case.ts';

describe('Size', () => {
  it('is the number of elements, a constant', () => {
    const [type] = apply('Size', [input([2, 3, 4])]).types;
    expect([type?.dtype, type?.shape, type?.tensor?.data[0]]).toEqual(['i64', [], 24n]);
  });
});
