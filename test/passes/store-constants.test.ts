import { describe, expect, it } from 'vitest';
import { type Graph, usesOf, valueOf } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { loadConstants, storeConstants } from '../../src/passes/store-constants.ts';
import { QdqModel } from '../support/qdq-model.ts';
import { quantizedGraph } from '../support/quantized-graph.ts';

interface Parts {
  readonly weights: readonly number[];
  readonly scale: readonly number[];
  readonly zero?: number;
  readonly bias: (m: QdqModel) => string;
}

function gemm({ weights, scale, zero = 0, bias }: Parts): Graph {
  const m = new QdqModel();
  m.input('x', [1, 2]);
  const x = m.both('x', { scale: 0.5, zero: 3 });
  m.node('Gemm', [x, m.weights([2, 2], { scale, zero, axis: 0 }, weights), bias(m)], { transB: 1 }, 'y');
  return runPasses(quantizedGraph(m.bytes({ y: 'f32' })), [storeConstants], { registry: REGISTRY });
}

/** Data and scales of what the Gemm's inputs are dequantized from. */
function stored(graph: Graph): unknown[] {
  const { producer } = usesOf(graph);
  const node = graph.nodes.find((n) => n.op === 'Gemm');
  return (node?.inputs ?? []).slice(1).map((id) => {
    const value = valueOf(graph, producer.get(id ?? '')?.inputs[0] ?? id ?? '');
    return [value.dtype, Array.from((value.data ?? []) as ArrayLike<number>), value.quant?.scale];
  });
}

const exact = { weights: [-128, 5, 127, 1], scale: [0.25, 0.5] };

describe('store-constants', () => {
  it('gives weights back as they were, -128 too, and biases on the grid of the accumulators', () => {
    const graph = gemm({ ...exact, bias: (m) => m.bias([0.125, 0.25], [-77, 1000000]) });
    expect(stored(graph)).toEqual([['i8', [-128, 5, 127, 1], [0.25, 0.5]], ['i32', [-77, 1000000], [0.125, 0.25]]]);
  });

  it('puts biases of another scale, and float ones, on that grid', () => {
    expect(stored(gemm({ ...exact, bias: (m) => m.bias(0.25, [3, 5]) }))[1]).toEqual(['i32', [6, 5], [0.125, 0.25]]);
    expect(stored(gemm({ ...exact, bias: (m) => m.constant('f32', [2], [0.5, 0.26]) }))[1]).toEqual(['i32', [4, 1], [0.125, 0.25]]);
  });

  it('gives an output of zero weights the largest scale of the others', () => {
    const graph = gemm({ weights: [0, 0, 127, 1], scale: [1, 0.5], bias: (m) => m.bias([0.5, 0.25], [3, 4]) });
    expect(stored(graph)).toEqual([['i8', [0, 0, 127, 1], [0.5, 0.5]], ['i32', [6, 4], [0.25, 0.25]]]);
  });

  it('stores weights less their zero point, in 16 bits where 8 do not hold them', () => {
    const weights = { scale: [0.25, 0.5], bias: (m: QdqModel) => m.bias([0.125, 0.25], [1, 2]) };
    expect(stored(gemm({ ...weights, weights: [-120, 5, 127, 1], zero: 5 }))[0]).toEqual(['i8', [-125, 0, 122, -4], [0.25, 0.5]]);
    expect(stored(gemm({ ...weights, weights: [-128, 5, 127, 1], zero: 5 }))[0]).toEqual(['i16', [-133, 0, 122, -4], [0.25, 0.5]]);
  });

  it('leaves in float what has a bias beyond int32', () => {
    expect(stored(gemm({ ...exact, bias: (m) => m.constant('f32', [2], [1e9, 0]) }))[0]).toEqual(['f32', [-32, 1.25, 63.5, 0.5], [0.25, 0.5]]);
  });

  it('is undone where no unit takes the stored form', () => {
    const graph = runPasses(gemm({ ...exact, bias: (m) => m.bias([0.125, 0.25], [-77, 8]) }), [loadConstants], { registry: REGISTRY });
    expect(stored(graph)).toEqual([['f32', [-32, 1.25, 63.5, 0.5], undefined], ['f32', [-9.625, 2], undefined]]);
  });
});
