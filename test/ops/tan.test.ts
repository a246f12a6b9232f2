import { describe, expect, it } from 'vitest';
import { allInt8 } from '../../src/quantize/insert-qdq.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runOp, spread } from '../support/op-elements.ts';

const OPTIONS = { opset: 22 };

describe('Tan', () => {
  it('has the values of its definition', () => {
    const expected = [0, 1, -1.5574077];
    reference('Tan', [input([3], [0, 0.7853982, -1])], OPTIONS).forEach((y, i) => expect(y).toBeCloseTo(expected[i] ?? NaN, 5));
  });

  it('is one kernel in float', () => {
    const { error, kernels } = runOp('Tan', [spread(-1.4, 1.4)], OPTIONS);
    expect(error).toBeLessThan(2e-6);
    expect(kernels).toEqual(['tan_f32']);
  });

  it('rejects integers', () => {
    expect(rejection('Tan', [input([2], [1, 2], 'i32')], OPTIONS)).toBe('element type i32 is not allowed; floats are expected');
  });

  it('stays float where a network is quantized', () => {
    const graph = graphOf('Tan', [spread(-1.4, 1.4)], OPTIONS);
    expect([...allInt8(graph, REGISTRY).values()]).toEqual(['float']);
  });
});
