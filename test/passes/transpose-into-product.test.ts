import { describe, expect, it } from 'vitest';
import { runPass } from '../../src/passes/pass.ts';
import { transposeIntoProduct } from '../../src/passes/transpose-into-product.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';
import type { Graph } from '../../src/ir/graph.ts';

function product(perm: readonly number[], k: readonly number[]): Graph {
  const b = new GraphBuilder();
  b.node('Transpose', [b.input('k', k)], { perm }, 't');
  b.node('MatMul', [b.input('q', [2, 3, 4]), 't'], { transB: false }, 'y');
  return b.build(['y']);
}

const ops = (graph: Graph): string[] => graph.nodes.map((n) => `${n.op}${n.attrs['transB'] === true ? ' transposed' : ''}`);

describe('transpose-into-product', () => {
  it('reads rows as columns', () => {
    const before = product([0, 2, 1], [2, 5, 4]);
    const after = runPass(before, transposeIntoProduct, { registry: REGISTRY });
    expect(ops(after)).toEqual(['MatMul transposed']);
    expect(difference(before, after)).toBe(0);
  });

  it('takes one transposition after the other', () => {
    const b = new GraphBuilder();
    b.node('Transpose', [b.input('k', [2, 4, 5])], { perm: [0, 2, 1] }, 't');
    b.node('Transpose', ['t'], { perm: [0, 2, 1] }, 'u');
    b.node('MatMul', [b.input('q', [2, 3, 4]), 'u'], { transB: false }, 'y');
    const after = runPass(b.build(['y']), transposeIntoProduct, { registry: REGISTRY });
    expect(ops(after)).toEqual(['MatMul']);
  });

  it('leaves other orders', () => {
    expect(ops(runPass(product([1, 2, 0], [5, 2, 4]), transposeIntoProduct, { registry: REGISTRY }))).toEqual(['Transpose', 'MatMul']);
  });
});
