import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { IMPORTED_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph } from '../support/quantized-graph.ts';

describe('widen-sums', () => {
  it.each(['Add', 'Sub'])('asks for 32-bit multipliers in an integer %s, and in no float one', (op) => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    const a = m.both('x', { scale: 0.5 });
    const sum = m.both(m.node(op, [a, m.both('x', { scale: 0.3 })]), { scale: 0.7 });
    m.node(op, [m.node('Sigmoid', [sum]), sum], {}, 'y');
    const graph = runPasses(quantizedGraph(m.bytes({ y: 'f32' })), IMPORTED_PASSES, { registry: REGISTRY });
    expect(graph.nodes.filter((n) => n.op === op).map((n) => n.attrs)).toEqual([{ wide: true }, {}]);
  });
});
