import { describe, expect, it } from 'vitest';
import { type Graph, valueOf } from '../../src/ir/graph.ts';
import { defineOp } from '../../src/ops/op-def.ts';
import { makeRegistry } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { fuseQdq } from '../../src/passes/fuse-qdq.ts';
import { runPass, runPasses } from '../../src/passes/pass.ts';
import { allInt8, insertQdq } from '../../src/quantize/insert-qdq.ts';
import type { Ranges } from '../../src/quantize/scales.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

function ranges(graph: Graph): Ranges {
  return new Map([...graph.values.keys()].map((id) => [id, { min: -1, max: 3 }]));
}

function quantized(graph: Graph, registry = makeRegistry(), keepFloat: readonly string[] = []): Graph {
  const fused = runPasses(graph, FLOAT_PASSES, { registry });
  const precision = allInt8(fused, registry);
  for (const node of fused.nodes) if (keepFloat.includes(node.op)) precision.set(node.id, 'float');
  return runPass(insertQdq(fused, ranges(fused), { precision, registry }), fuseQdq, { registry });
}

function convThenSigmoid(): Graph {
  const b = new GraphBuilder();
  b.input('x', [1, 4, 4, 3]);
  b.node('Transpose', ['x'], { perm: [0, 3, 1, 2] }, 't');
  b.constant('w', [4, 3, 3, 3]);
  b.constant('b', [4]);
  b.node('Conv', ['t', 'w', 'b'], {}, 'c');
  b.node('Sigmoid', ['c'], {}, 's');
  b.node('Transpose', ['s'], { perm: [0, 2, 3, 1] }, 'y');
  return b.build(['y']);
}

describe('fuse-qdq', () => {
  it('leaves conversions only at the graph inputs and outputs', () => {
    const graph = quantized(convThenSigmoid());
    expect(graph.nodes.map((n) => n.op)).toEqual(['QuantizeLinear', 'Conv', 'Sigmoid', 'DequantizeLinear']);
    const conv = graph.nodes[1];
    expect([...(conv?.inputs ?? []), ...(conv?.outputs ?? [])].map((id) => valueOf(graph, id ?? '').dtype)).toEqual(['i8', 'i8', 'i32', 'i8']);
  });

  it('puts conversions where the precision changes', () => {
    const graph = quantized(convThenSigmoid(), makeRegistry(), ['Sigmoid']);
    expect(graph.nodes.map((n) => n.op)).toEqual(['QuantizeLinear', 'Conv', 'Sigmoid']);
    expect(graph.nodes.slice(1).map((n) => valueOf(graph, n.outputs[0] ?? '').dtype)).toEqual(['f32', 'f32']);
  });

  it('lets float arithmetic write int8, and keeps conversions beside operators that cannot', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 8]);
    for (const name of ['w', 'v']) b.constant(name, [8, 8]);
    b.node('Gemm', ['x', 'w'], { transB: 1 }, 'a');
    b.node('Gemm', ['a', 'v'], { transB: 1 }, 'c');
    b.node('Tanh', ['c'], {}, 'd');
    b.node('Sigmoid', ['d'], {}, 'y');
    const fused = runPasses(b.build(['y']), FLOAT_PASSES, { registry: makeRegistry() });
    const float = (...ops: readonly string[]): string[] => {
      const registry = makeRegistry();
      const precision = allInt8(fused, registry);
      fused.nodes.forEach((node, i) => precision.set(node.id, ops[i] === 'f' ? 'float' : 'int8'));
      const graph = runPass(insertQdq(fused, ranges(fused), { precision, registry }), fuseQdq, { registry });
      return graph.nodes.map((n) => `${n.op} ${valueOf(graph, n.outputs[0] ?? '').dtype}`);
    };
    expect(float('f', 'i', 'i', 'i')).toEqual(['Gemm i8', 'Gemm i8', 'Tanh i8', 'Sigmoid i8', 'DequantizeLinear f32']);
    expect(float('f', 'i', 'f', 'f')).toEqual(['Gemm i8', 'Gemm f32', 'Tanh f32', 'Sigmoid f32']);
    expect(float('i', 'i', 'f', 'i')).toEqual(['QuantizeLinear i8', 'Gemm i8', 'Gemm f32', 'Tanh f32', 'QuantizeLinear i8', 'Sigmoid i8', 'DequantizeLinear f32']);
  });

  it('lets a sum read both types and write both', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 8]);
    for (const name of ['w', 'v', 'u']) b.constant(name, [8, 8]);
    b.node('Gemm', ['x', 'w'], { transB: 1 }, 'a');
    b.node('Gemm', ['a', 'v'], { transB: 1 }, 'c');
    b.node('Add', ['a', 'c'], {}, 'd');
    b.node('Gemm', ['d', 'u'], { transB: 1 }, 'e');
    b.node('Add', ['d', 'e'], {}, 'y');
    const registry = makeRegistry();
    const fused = runPasses(b.build(['y']), FLOAT_PASSES, { registry });
    const precision = allInt8(fused, registry);
    for (const node of fused.nodes) if (node.op === 'Add') precision.set(node.id, 'float');
    const graph = runPass(insertQdq(fused, ranges(fused), { precision, registry }), fuseQdq, { registry });
    const types = (ids: readonly (string | null)[]): string => ids.map((id) => valueOf(graph, id ?? '').dtype).join('+');
    expect(graph.nodes.map((n) => n.op)).toEqual(['QuantizeLinear', 'Gemm', 'Gemm', 'Add', 'Gemm', 'Add']);
    expect(types(graph.nodes[1]?.outputs ?? [])).toBe('f32+i8');
    expect(graph.nodes.filter((n) => n.op === 'Add').map((n) => `${types(n.inputs)} -> ${types(n.outputs)}`)).toEqual(['f32+f32 -> f32+i8', 'f32+f32 -> f32']);
  });

  it('fuses an operator it has never heard of, through its quant facet alone', () => {
    const toy = defineOp<Record<never, never>>({
      op: 'Wobble',
      since: [1],
      arity: [1, 1],
      parse: () => ({}),
      infer: ({ inputs }) => [{ dtype: 'f32', shape: inputs[0]?.shape ?? [] }],
      quant: { supports: () => true, roles: () => ({ inputs: [{ kind: 'activation' }], outputs: [{ kind: 'fixed', scale: 0.5, zeroPoint: 3 }] }) },
    });
    const b = new GraphBuilder();
    b.input('x', [2, 5]);
    b.node('Wobble', ['x'], {}, 'w');
    b.node('Sigmoid', ['w'], {}, 'y');
    const registry = makeRegistry([toy]);
    const graph = quantized(b.build(['y'], { registry }), registry);
    expect(graph.nodes.map((n) => n.op)).toEqual(['QuantizeLinear', 'Wobble', 'Sigmoid', 'DequantizeLinear']);
    expect(valueOf(graph, graph.nodes[1]?.outputs[0] ?? '').quant).toEqual({ scale: [0.5], zeroPoint: [3], axis: null });
  });

  it('gives all members of a Concat one scale', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 4]);
    b.node('Sigmoid', ['x'], {}, 'a');
    b.node('Tanh', ['x'], {}, 'b');
    b.node('Concat', ['a', 'b'], { axis: 1 }, 'y');
    const fused = runPasses(b.build(['y']), FLOAT_PASSES, { registry: makeRegistry() });
    const own = new Map([['x', { min: -1, max: 1 }], ['a', { min: 0, max: 1 }], ['b', { min: -1, max: 0.5 }], ['y', { min: -1, max: 1 }]]);
    const graph = runPass(insertQdq(fused, own, { precision: allInt8(fused, makeRegistry()), registry: makeRegistry() }), fuseQdq, { registry: makeRegistry() });
    const concat = graph.nodes.find((n) => n.op === 'Concat');
    const scales = [...(concat?.inputs ?? []), ...(concat?.outputs ?? [])].map((id) => valueOf(graph, id ?? '').quant?.scale[0]);
    expect(new Set(scales).size).toBe(1);
    expect(scales[0]).toBeCloseTo(2 / 255, 6);
  });
});
