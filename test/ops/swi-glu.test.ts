import { describe, expect, it } from 'vitest';
import { graphOf, input } from '../support/op-case.ts';
import { computed } from '../support/op-elements.ts';
import { runFloat } from '../support/op-runner.ts';

describe('SwiGLU', () => {
  it('is Swish of the first operand times the second', () => {
    const [y] = computed('SwiGLU', [input([1], [2]), input([1], [3])], { opset: 28, attrs: { alpha: 0.5 } });
    expect(y).toBeCloseTo(6 / (1 + Math.exp(-1)), 5);
    expect(runFloat(graphOf('SwiGLU', [input([2, 3]), input([2, 3])], { opset: 28 })).kernels).toEqual(['swish_f32', 'mul_f32']);
  });
});
