import { describe, expect, it } from 'vitest';
import { valueOf } from '../../src/ir/graph.ts';
import { importModel } from '../../src/onnx/import.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { floatInputs } from '../../src/passes/float-io.ts';
import { normalise } from '../../src/passes/normalise.ts';
import { QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph, typedOps } from '../support/quantized-graph.ts';

const grid = { scale: 0.5, zero: 128, dtype: 'u8' } as const;

function bytesIn(): Uint8Array {
  const m = new QdqModel();
  m.input('x', [2, 3], 'u8');
  m.quantize(m.node('Relu', [m.dequantize('x', grid)]), { scale: 0.25, zero: -128 }, 'y');
  return m.bytes({ y: 'i8' });
}

describe('float-io', () => {
  it('puts conversions inside, and keeps what the model declares', () => {
    const graph = quantizedGraph(bytesIn());
    expect(typedOps(graph)).toEqual(['QuantizeLinear f32 -> i8', 'DequantizeLinear i8 -> f32', 'Relu f32 -> f32', 'QuantizeLinear f32 -> i8', 'DequantizeLinear i8 -> f32']);
    expect([graph.inputs, graph.outputs, [...(graph.declared ?? [])]]).toEqual([['x'], ['y'], [['x', 'u8'], ['y', 'i8']]]);
  });

  it('finds the scale of an input behind what moves its elements', () => {
    const m = new QdqModel();
    m.input('x', [2, 3], 'u8');
    m.dequantize(m.node('Transpose', ['x'], { perm: [1, 0] }), grid, 'y');
    const graph = quantizedGraph(m.bytes({ y: 'f32' }));
    expect(typedOps(graph)).toEqual(['QuantizeLinear f32 -> i8', 'Transpose i8 -> i8', 'DequantizeLinear i8 -> f32']);
    expect([...(graph.declared ?? [])]).toEqual([['x', 'u8']]);
  });

  it('leaves alone what is not dequantized', () => {
    const m = new QdqModel();
    m.input('x', [2, 3], 'u8');
    m.node('Transpose', ['x'], { perm: [1, 0] }, 'y');
    const graph = normalise(importModel(m.bytes({ y: 'u8' }), { file: 'm.onnx' }), REGISTRY);
    expect(floatInputs(graph, REGISTRY)).toBe(graph);
  });

  it('dequantizes an 8-bit output that other nodes read too', () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    m.quantize('x', { scale: 0.5 }, 'q');
    m.dequantize('q', { scale: 0.5 }, 'y');
    const graph = quantizedGraph(m.bytes({ q: 'i8', y: 'f32' }));
    expect(graph.outputs.map((id) => valueOf(graph, id).dtype)).toEqual(['f32', 'f32']);
  });
});
