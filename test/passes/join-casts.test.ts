import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { joinCasts } from '../../src/passes/join-casts.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { QdqModel, int8s } from '../support/qdq-model.ts';
import { quantizedGraph } from '../support/quantized-graph.ts';

function operators(to: number): string[] {
  const m = new QdqModel();
  m.input('x', [2, 3]);
  const sums = m.node('MatMulInteger', [m.quantize('x', { scale: 0.5 }), m.constant('i8', [3, 2], int8s(6, 3))]);
  m.node('Cast', [sums], { to }, 'c');
  m.node('Identity', ['c'], {}, 'y');
  return runPasses(quantizedGraph(m.bytes({ y: to === 1 ? 'f32' : 'i64' })), [joinCasts], { registry: REGISTRY }).nodes.map((n) => n.op);
}

describe('join-casts', () => {
  it('takes away int32 between float and float, and nothing else', () => {
    expect(operators(1)).toEqual(['QuantizeLinear', 'DequantizeLinear', 'MatMul', 'Identity']);
    expect(operators(7)).toEqual(['QuantizeLinear', 'DequantizeLinear', 'MatMul', 'ToInt32', 'Cast', 'Identity']);
  });
});
