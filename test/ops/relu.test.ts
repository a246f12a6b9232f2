import { describe, expect, it } from 'vitest';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';
import { graphOf, input, reference, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Relu', () => {
  it('is max(0, x)', () => {
    expect(shapeAfter('Relu', [input([3, 5])])).toEqual([3, 5]);
    expect(reference('Relu', [input([4], [-1, 0, 2, -0.5])])).toEqual([0, 0, 2, 0]);
  });

  it('is lowered', () => {
    const graph = graphOf('Relu', [input([3, 5])]);
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['clamp_f32'] });
    expect(runInt8(graph).steps).toBeLessThan(1.5);
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('Relu', [operand(dtype, [3, 4])], { opset: 14 }).error).toBe(0);
  });
});
