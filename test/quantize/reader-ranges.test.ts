import { describe, expect, it } from 'vitest';
import type { Patches } from '../../src/execute/patches.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { type ReaderSource, readerRanges } from '../../src/quantize/reader-ranges.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';

const ROWS = 200;

/** x [1, 2] -> h = x W^T -> y; `limit` clips h as ReLU6 does. */
function network(weights: readonly number[], limit: boolean): Graph {
  const b = new GraphBuilder();
  b.input('x', [1, 2]);
  b.node('Gemm', ['x', b.constant('w', [1, 2], weights)], { transB: 1 }, limit ? 'h' : 'y');
  if (limit) b.node('Clip', ['h', b.constant('lo', [], [0]), b.constant('hi', [], [6])], {}, 'y');
  return runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY });
}

/** Two features: the first within 1, the second reaches `peak` in one row of 20. */
function patches(peak: number): Patches {
  const values = randomFloats(2 * ROWS, 4);
  return { rows: ROWS, columns: 2, data: values.map((v, i) => (i % 2 === 1 && i % 40 === 1 ? peak : v)), samples: Int32Array.from({ length: ROWS }, (_, row) => row % 10) };
}

function chosen(graph: Graph, given: Patches, more: Partial<ReaderSource> = {}): { min: number; max: number } {
  const source = { registry: REGISTRY, patches: new Map([['k', given]]), keys: new Map([['y', 'k']]), factors: new Map(), unseen: new Set<string>(), ...more };
  return readerRanges(graph, new Map([['x', { min: -10, max: 10 }], ['y', { min: -10, max: 10 }]]), source).get('x') ?? { min: 0, max: 0 };
}

describe('ranges by the error at the readers', () => {
  it('keep what the reader weighs', () => {
    expect(chosen(network([1, 1], false), patches(10)).max).toBe(10);
  });

  it('clip what the reader weighs little', () => {
    expect(chosen(network([1, 0], false), patches(10)).max).toBe(4);
  });

  it('clip what the activation function cuts off', () => {
    expect(chosen(network([2, 2], true), patches(10)).max).toBeLessThan(10);
    expect(chosen(network([2, 2], false), patches(10)).max).toBe(10);
  });

  it('see inputs as equalization scales them', () => {
    expect(chosen(network([1, 1], false), patches(2)).max).toBeLessThan(5);
    expect(chosen(network([1, 1], false), patches(2), { factors: new Map([['x', Float64Array.of(1, 5)]]) }).max).toBe(10);
  });

  it('do not know samples that are held out', () => {
    expect(chosen(network([1, 1], false), patches(10), { heldOut: new Set([0]) }).max).toBe(4);
  });

  it('stay where nothing was sampled or the input is another than was', () => {
    expect(chosen(network([1, 0], false), patches(10), { keys: new Map() })).toEqual({ min: -10, max: 10 });
    expect(chosen(network([1, 0], false), patches(10), { unseen: new Set(['x']) })).toEqual({ min: -10, max: 10 });
  });

  it('go through operators that only move elements', () => {
    const b = new GraphBuilder();
    b.input('i', [1, 3]);
    b.node('Slice', [b.node('Sigmoid', ['i'], {}, 's'), b.ints('from', [0]), b.ints('to', [2]), b.ints('axes', [1])], {}, 'x');
    b.node('Gemm', ['x', b.constant('w', [1, 2], [1, 0])], { transB: 1 }, 'y');
    const graph = runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY });
    const ranges = readerRanges(graph, new Map(['i', 's', 'x', 'y'].map((id) => [id, { min: -10, max: 10 }])), { registry: REGISTRY, patches: new Map([['k', patches(10)]]), keys: new Map([['y', 'k']]), factors: new Map(), unseen: new Set() });
    expect(['s', 'x', 'i'].map((id) => ranges.get(id)?.max)).toEqual([4, 4, 10]);
  });
});
