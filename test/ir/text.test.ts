import { describe, expect, it } from 'vitest';
import type { Graph } from '../../src/ir/graph.ts';
import { parseGraph, printGraph } from '../../src/ir/text.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { fuseQdq } from '../../src/passes/fuse-qdq.ts';
import { runPass, runPasses } from '../../src/passes/pass.ts';
import { allInt8, insertQdq } from '../../src/quantize/insert-qdq.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

function graphs(): { inferred: Graph; fused: Graph; quantized: Graph } {
  const b = new GraphBuilder();
  b.input('x y"%', [1, 2, 5, 5]);
  b.constant('w', [3, 2, 3, 3]);
  b.node('Conv', ['x y"%', 'w'], { pads: [1, 1, 1, 1] }, 'c');
  ['s', 'o', 'e'].forEach((n) => b.constant(n, [3]));
  b.constant('v', [3], [0.5, 1, 2]);
  b.node('BatchNormalization', ['c', 's', 'o', 'e', 'v'], {}, 'n');
  b.node('Relu', ['n'], {}, 'r');
  b.ints('shape', [1, -1]);
  b.node('Reshape', ['r', 'shape'], {}, 'f');
  b.constant('m', [75, 4], Array.from({ length: 300 }, (_, i) => (i === 0 ? -0 : i * 1e-7)));
  b.node('MatMul', ['f', 'm'], {}, 'y');
  const inferred = b.build(['y']);
  const fused = runPasses(inferred, FLOAT_PASSES, { registry: REGISTRY });
  const ranges = new Map([...fused.values.keys()].map((id) => [id, { min: -1, max: 3 }]));
  const quantized = runPass(insertQdq(fused, ranges, { precision: allInt8(fused, REGISTRY), registry: REGISTRY }), fuseQdq, { registry: REGISTRY });
  return { inferred, fused, quantized };
}

/** Maps in the order of their keys: the text lists constants before computed values. */
function comparable(graph: Graph): unknown {
  return { ...graph, values: [...graph.values].sort(([a], [b]) => (a < b ? -1 : 1)), opsets: [...graph.opsets] };
}

describe('textual graph', () => {
  it.each(Object.entries(graphs()))('round trip: %s', (_, graph) => {
    expect(comparable(parseGraph(printGraph(graph)))).toEqual(comparable(graph));
    expect(printGraph(parseGraph(printGraph(graph)))).toBe(printGraph(graph));
  });

  it('reads like a program', () => {
    const lines = printGraph(graphs().fused).split('\n');
    expect(lines.find((line) => line.includes('= Conv('))).toMatch(/^%r_nhwc: f32\[1,5,5,3\] = Conv\(%.*\) \{.*"groups":1.*\} clamp \[0, inf\] normal \[[^\]]+\] \[[^\]]+\] from "Conv_0" "BatchNormalization_1" "Relu_2" #0 id \d+$/);
    expect(lines.at(-1)).toBe('output %y');
  });

  it('says where it cannot be read', () => {
    expect(() => parseGraph('%y: f32[1] = Relu(%x')).toThrow(/QT9001.*column/);
    expect(() => parseGraph('%y: f99[1] = Relu(%x)')).toThrow(/QT9001/);
  });
});
