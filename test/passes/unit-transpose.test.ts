import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass } from '../../src/passes/pass.ts';
import { unitTranspose } from '../../src/passes/unit-transpose.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

function after(shape: readonly number[], perm: readonly number[]): readonly string[] {
  const b = new GraphBuilder();
  b.node('Transpose', [b.input('x', shape)], { perm }, 'y');
  const before = b.build(['y']);
  const graph = runPass(before, unitTranspose, { registry: REGISTRY });
  expect(difference(before, graph)).toBe(0);
  return graph.nodes.map((n) => n.op);
}

describe('unit-transpose', () => {
  it('renames elements where only dimensions of one element move', () => {
    expect(after([1, 5, 3], [1, 0, 2])).toEqual(['Reshape']);
    expect(after([2, 1, 3, 1], [1, 0, 3, 2])).toEqual(['Reshape']);
  });

  it('leaves transpositions that move elements', () => {
    expect(after([2, 5, 3], [1, 0, 2])).toEqual(['Transpose']);
    expect(after([1, 5, 3], [0, 2, 1])).toEqual(['Transpose']);
  });
});
