import { describe, expect, it } from 'vitest';
import { input, reference } from '../support/op-case.ts';
import { computed } from '../support/op-elements.ts';

const x = input([5], [NaN, Infinity, -Infinity, 3.4e38, 0]);

describe('IsInf', () => {
  it.each([[1, 1, [0, 1, 1, 0, 0]], [1, 0, [0, 0, 1, 0, 0]], [0, 1, [0, 1, 0, 0, 0]], [0, 0, [0, 0, 0, 0, 0]]] as const)('finds infinities below %i, above %i', (negative, positive, expected) => {
    const options = { attrs: { detect_negative: negative, detect_positive: positive } };
    expect(reference('IsInf', [x], options)).toEqual(expected);
    expect(computed('IsInf', [x], options)).toEqual(expected);
  });
});
