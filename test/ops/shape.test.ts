import { describe, expect, it } from 'vitest';
import { toNumbers } from '../../src/ir/tensor.ts';
import { apply, input } from '../support/op-case.ts';

function dims(attrs: { start?: number; end?: number } = {}): number[] {
  const tensor = apply('Shape', [input([2, 3, 4, 5])], { opset: 15, attrs }).types[0]?.tensor;
  return tensor ? toNumbers(tensor) : [];
}

describe('Shape', () => {
  it('is a constant of a static shape', () => {
    expect(dims()).toEqual([2, 3, 4, 5]);
  });

  it('takes start and end, clamped to the rank', () => {
    expect(dims({ start: 1, end: 3 })).toEqual([3, 4]);
    expect(dims({ start: -2 })).toEqual([4, 5]);
    expect(dims({ start: -9, end: 9 })).toEqual([2, 3, 4, 5]);
    expect(dims({ end: -1 })).toEqual([2, 3, 4]);
  });
});
