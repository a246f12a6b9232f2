import { describe, expect, it } from 'vitest';
import { type Graph, valueOf } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { fuseQdq } from '../../src/passes/fuse-qdq.ts';
import { hoistQuantize } from '../../src/passes/hoist-quantize.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPass, runPasses } from '../../src/passes/pass.ts';
import { allInt8, insertQdq } from '../../src/quantize/insert-qdq.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

/** Two matrix products, joined, then a third; `float` says which operators compute in float. */
function joined(float: readonly string[], outputs: readonly string[] = ['y']): { pairs: Graph; hoisted: Graph } {
  const b = new GraphBuilder();
  b.input('x', [1, 8]);
  for (const name of ['u', 'v']) b.constant(name, [8, 8]);
  b.constant('w', [4, 16]);
  b.node('Gemm', ['x', 'u'], { transB: 1 }, 'a');
  b.node('Gemm', ['x', 'v'], { transB: 1 }, 'c');
  b.node('Concat', ['a', 'c'], { axis: 1 }, 'd');
  b.node('Gemm', ['d', 'w'], { transB: 1 }, 'y');
  const fused = runPasses(b.build(outputs), FLOAT_PASSES, { registry: REGISTRY });
  const precision = allInt8(fused, REGISTRY);
  fused.nodes.forEach((node, i) => precision.set(node.id, float.includes(`${node.op}${i}`) ? 'float' : 'int8'));
  const ranges = new Map([...fused.values.keys()].map((id) => [id, { min: -1, max: 3 }]));
  const pairs = insertQdq(fused, ranges, { precision, registry: REGISTRY });
  return { pairs, hoisted: runPass(pairs, hoistQuantize, { registry: REGISTRY }) };
}

function shown(graph: Graph): string[] {
  return graph.nodes.map((n) => `${n.op} ${valueOf(graph, n.outputs[0] ?? '').dtype}`);
}

describe('hoist-quantize', () => {
  it('moves the rounding above a join, into the units that write it', () => {
    const { hoisted } = joined(['Gemm0', 'Gemm1', 'Concat2']);
    expect(shown(runPass(hoisted, fuseQdq, { registry: REGISTRY }))).toEqual(['Gemm i8', 'Gemm i8', 'Concat i8', 'Gemm i8', 'DequantizeLinear f32']);
  });

  it('reads what is stored already, and rounds the rest', () => {
    const { hoisted } = joined(['Gemm1', 'Concat2']);
    expect(shown(runPass(hoisted, fuseQdq, { registry: REGISTRY }))).toEqual(['QuantizeLinear i8', 'Gemm i8', 'Gemm i8', 'Concat i8', 'Gemm i8', 'DequantizeLinear f32']);
  });

  it('leaves integer joins to the fusion, and values that something reads in float', () => {
    const integer = joined([]);
    expect(integer.hoisted).toBe(integer.pairs);
    const read = joined(['Gemm0', 'Gemm1', 'Concat2'], ['y', 'd']);
    expect(read.hoisted).toBe(read.pairs);
  });
});
