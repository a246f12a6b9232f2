import { describe, expect, it } from 'vitest';
import { valueOf } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { allInt8, insertQdq } from '../../src/quantize/insert-qdq.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

describe('insert-qdq', () => {
  it('wraps a layer in pairs, with int8 weights per channel and an int32 bias at the product of scales', () => {
    const b = new GraphBuilder();
    b.input('x', [2, 3]);
    b.constant('w', [4, 3]);
    b.constant('b', [4]);
    b.node('Gemm', ['x', 'w', 'b'], { transB: 1 }, 'y');
    const graph = b.build(['y']);
    const result = insertQdq(graph, new Map([['x', { min: -1, max: 1 }], ['y', { min: -4, max: 4 }]]), { precision: allInt8(graph, REGISTRY), registry: REGISTRY });
    const count = (op: string): number => result.nodes.filter((n) => n.op === op).length;
    expect([count('QuantizeLinear'), count('DequantizeLinear'), count('Gemm')]).toEqual([2, 4, 1]);
    const [sx = 0] = valueOf(result, 'x_q').quant?.scale ?? [];
    const sw = valueOf(result, 'w_q').quant?.scale ?? [];
    expect(valueOf(result, 'b_q').quant?.scale).toEqual(sw.map((s) => s * sx));
    expect(valueOf(result, 'b_q').dtype).toBe('i32');
    expect(result.outputs).toEqual(['y']);
  });

  it('leaves an output unrounded that its unit can write in float for the caller, and rounds it for integer readers only', () => {
    const b = new GraphBuilder();
    b.input('x', [2, 3]);
    b.node('Gemm', ['x', b.constant('w', [3, 3])], { transB: 1 }, 'y');
    b.node('Gemm', ['y', b.constant('v', [4, 3])], { transB: 1 }, 'z');
    const graph = b.build(['y', 'z']);
    const ranges = new Map(['x', 'y', 'z'].map((id) => [id, { min: -4, max: 4 }]));
    const producers = (floatOutputs: boolean): (string | undefined)[] => {
      const result = insertQdq(graph, ranges, { precision: allInt8(graph, REGISTRY), registry: REGISTRY, floatOutputs });
      return ['y', 'z'].map((id) => result.nodes.find((n) => n.outputs.includes(id))?.op);
    };
    expect(producers(true)).toEqual(['Gemm', 'Gemm']);
    expect(producers(false)).toEqual(['DequantizeLinear', 'DequantizeLinear']);
  });

  it('changes nothing when everything stays float', () => {
    const b = new GraphBuilder();
    b.input('x', [2, 3]);
    b.node('Sigmoid', ['x'], {}, 'y');
    const graph = b.build(['y']);
    expect(insertQdq(graph, new Map(), { precision: new Map(), registry: REGISTRY })).toBe(graph);
  });

  it('lets a recurrent layer read what the caller gives in float, through views too', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 3, 2]);
    b.node('Transpose', ['x'], { perm: [1, 0, 2] }, 't');
    b.node('RNN', ['t', b.constant('w', [1, 4, 2]), b.constant('r', [1, 4, 4])], { hidden_size: 4 }, 'y');
    const graph = runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY });
    const ranges = new Map(graph.nodes.flatMap((n) => [...n.inputs, ...n.outputs]).map((id) => [id ?? '', { min: -4, max: 20 }]));
    const layer = (floatOutputs: boolean): readonly unknown[] => {
      const result = insertQdq(graph, ranges, { precision: allInt8(graph, REGISTRY), registry: REGISTRY, floatOutputs });
      const node = result.nodes.find((n) => n.op === 'RNN');
      const before = result.nodes.find((n) => n.outputs[0] === node?.inputs[0]);
      return [node?.attrs['inputRange'], before?.op, before?.inputs[0]];
    };
    expect(layer(true)).toEqual([expect.closeTo(20, 0), 'Reshape', 'x']);
    expect(layer(false)[1]).toBe('DequantizeLinear');
  });
});
