import { describe, expect, it } from 'vitest';
import { valueOf } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { quantizeOutputs } from '../../src/passes/quantize-outputs.ts';
import { QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph, typedOps } from '../support/quantized-graph.ts';

function outputsOf(op: string): ReturnType<typeof quantizedGraph> {
  const m = new QdqModel();
  m.input('x', [2, 3]);
  m.node(op, [m.both('x', { scale: 0.5 })], {}, 'y');
  return quantizeOutputs(quantizedGraph(m.bytes({ y: 'f32' })), REGISTRY);
}

describe('quantize-outputs', () => {
  it('gives a Softmax behind the last conversion the scale that it has anyway', () => {
    const graph = outputsOf('Softmax');
    expect(typedOps(graph).slice(2)).toEqual(['Softmax f32 -> f32', 'QuantizeLinear f32 -> i8', 'DequantizeLinear i8 -> f32']);
    expect(valueOf(graph, graph.nodes.at(-1)?.inputs[0] ?? '').quant).toEqual({ scale: [1 / 256], zeroPoint: [-128], axis: null });
    expect(graph.outputs).toEqual(['y']);
  });

  it('invents no scale for other operators', () => {
    expect(typedOps(outputsOf('Sigmoid')).at(-1)).toBe('Sigmoid f32 -> f32');
  });
});
