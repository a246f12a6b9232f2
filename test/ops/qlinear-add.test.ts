import { describe, expect, it } from 'vitest';
import { valueOf } from '../../src/ir/graph.ts';
import { dialectCase, operand } from '../support/dialect-case.ts';
import { QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph } from '../support/quantized-graph.ts';

describe('com.microsoft.QLinearAdd', () => {
  it('is an integer sum of operands with scales of their own, broadcast', async () => {
    const { ops, float, off } = await dialectCase({ shape: [2, 3, 4], build: (m, x, y) => m.node('com.microsoft.QLinearAdd', [...x.triple, ...operand(m, [4], [33, 110, 51, -59], { scale: 0.0057, zero: 5 }), ...y]) });
    expect([ops.at(-1), float]).toEqual(['Add i8,i8 -> i8', 0]);
    expect(off).toBeLessThanOrEqual(0.01);
  });

  it('takes zero points that are absent for 0, and stores as its operands are stored', () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    const grid = { scale: 0.5, dtype: 'u8' } as const;
    const [scale, zero] = m.grid(grid);
    const q = m.node('QuantizeLinear', ['x', scale, zero]);
    m.dequantize(m.node('com.microsoft.QLinearAdd', [q, scale, '', q, scale, '', scale]), grid, 'y');
    const graph = quantizedGraph(m.bytes({ y: 'f32' }));
    expect(valueOf(graph, graph.nodes.at(-1)?.inputs[0] ?? '').quant).toEqual({ scale: [0.5], zeroPoint: [-128], axis: null });
  });
});
