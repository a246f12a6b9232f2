import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass } from '../../src/passes/pass.ts';
import { sinkDequantize } from '../../src/passes/sink-dequantize.ts';
import { QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph, typedOps } from '../support/quantized-graph.ts';

function sunk(m: QdqModel): string[] {
  return typedOps(runPass(quantizedGraph(m.bytes({ y: 'f32' })), sinkDequantize, { registry: REGISTRY }));
}

describe('sink-dequantize', () => {
  it('moves below what moves elements, so that int8 is moved', () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    const t = m.node('Transpose', [m.both('x', { scale: 0.5, zero: 3 })], { perm: [1, 0] });
    m.node('Reshape', [t, m.constant('i64', [1], [6])], {}, 'y');
    expect(sunk(m)).toEqual(['QuantizeLinear f32 -> i8', 'Transpose i8 -> i8', 'Reshape i8 -> i8', 'DequantizeLinear i8 -> f32']);
  });

  it('joins inputs of one scale only', () => {
    const joined = (second: number): string[] => {
      const m = new QdqModel();
      m.input('x', [2, 3]);
      m.node('Concat', [m.both('x', { scale: 0.5 }), m.both('x', { scale: second })], { axis: 0 }, 'y');
      return sunk(m);
    };
    expect(joined(0.5)).toContain('Concat i8,i8 -> i8');
    expect(joined(0.25)).toContain('Concat f32,f32 -> f32');
  });

  it('stays above arithmetic', () => {
    const m = new QdqModel();
    m.input('x', [2, 3]);
    m.node('Sigmoid', [m.both('x', { scale: 0.5 })], {}, 'y');
    expect(sunk(m).at(-1)).toBe('Sigmoid f32 -> f32');
  });
});
