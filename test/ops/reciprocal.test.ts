import { describe, expect, it } from 'vitest';
import { allInt8 } from '../../src/quantize/insert-qdq.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runOp, spread } from '../support/op-elements.ts';

const OPTIONS = { opset: 13 };

describe('Reciprocal', () => {
  it('has the values of its definition', () => {
    const expected = [0.5, -0.25, 2];
    reference('Reciprocal', [input([3], [2, -4, 0.5])], OPTIONS).forEach((y, i) => expect(y).toBeCloseTo(expected[i] ?? NaN, 5));
  });

  it('is one kernel in float', () => {
    const { error, kernels } = runOp('Reciprocal', [spread(0.3, 5)], OPTIONS);
    expect(error).toBeLessThan(2e-6);
    expect(kernels).toEqual(['reciprocal_f32']);
  });

  it('rejects integers', () => {
    expect(rejection('Reciprocal', [input([2], [1, 2], 'i32')], OPTIONS)).toBe('element type i32 is not allowed; floats are expected');
  });

  it('stays float where a network is quantized', () => {
    const graph = graphOf('Reciprocal', [spread(0.3, 5)], OPTIONS);
    expect([...allInt8(graph, REGISTRY).values()]).toEqual(['float']);
  });
});
