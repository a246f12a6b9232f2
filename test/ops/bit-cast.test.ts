import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { computed } from '../support/op-elements.ts';

const OPTIONS = { opset: 26, attrs: { to: 6 } };

describe('BitCast', () => {
  it('keeps the bits', () => {
    const x = input([3], [1, -2, 0]);
    expect(reference('BitCast', [x], OPTIONS)).toEqual([0x3f800000, -0x40000000, 0]);
    expect(computed('BitCast', [x], OPTIONS)).toEqual([0x3f800000, -0x40000000, 0]);
    expect(computed('BitCast', [input([2], [-1, 5], 'i8')], { opset: 26, attrs: { to: 2 } })).toEqual([255, 5]);
  });

  it('rejects other widths and unknown types', () => {
    expect(rejection('BitCast', [input([2])], { opset: 26, attrs: { to: 7 } })).toBe('elements of f32 and i64 are not of one width');
    expect(rejection('BitCast', [input([2])], { opset: 26, attrs: { to: 11 } })).toBe('element type 11 is not supported');
  });
});
