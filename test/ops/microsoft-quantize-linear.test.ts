import { describe, expect, it } from 'vitest';
import { QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph, typedOps } from '../support/quantized-graph.ts';

describe('com.microsoft.QuantizeLinear', () => {
  it('is that of ONNX', () => {
    const grid = { scale: 0.5, zero: 3 };
    const m = new QdqModel();
    m.input('x', [2, 3]);
    const q = m.node('com.microsoft.QuantizeLinear', ['x', ...m.grid(grid)]);
    m.node('com.microsoft.DequantizeLinear', [q, ...m.grid(grid)], {}, 'y');
    expect(typedOps(quantizedGraph(m.bytes({ y: 'f32' })))).toEqual(['QuantizeLinear f32 -> i8', 'DequantizeLinear i8 -> f32']);
  });
});
