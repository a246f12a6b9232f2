import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { runPass } from '../../src/passes/pass.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { difference } from '../support/interpreter.ts';

import { eliminateViews } from '../../src/passes/eliminate-views.ts';

const ctx = { registry: REGISTRY };

it('removes nodes that change nothing and joins chains of Reshape', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 8]);
  b.node('Identity', ['x'], {}, 'i');
  b.ints('s1', [2, 4]);
  b.node('Reshape', ['i', 's1'], {}, 'r1');
  b.ints('s2', [4, 2]);
  b.node('Reshape', ['r1', 's2'], {}, 'r2');
  b.node('Transpose', ['r2'], { perm: [0, 1] }, 't');
  b.node('Sigmoid', ['t'], {}, 'y');
  const graph = b.build(['y']);
  const result = runPass(graph, eliminateViews, ctx);
  expect(result.nodes.map((n) => n.op)).toEqual(['Reshape', 'Sigmoid']);
  expect(difference(graph, result)).toBe(0);
});

it('keeps the name of a graph output, and the copy between an input and an output', () => {
  const b = new GraphBuilder();
  b.input('x', [1, 8]);
  b.node('Sigmoid', ['x'], {}, 's');
  b.node('Identity', ['s'], {}, 'y');
  b.node('Identity', ['x'], {}, 'z');
  const result = runPass(b.build(['y', 'z']), eliminateViews, ctx);
  expect(result.outputs).toEqual(['y', 'z']);
  expect(result.nodes.map((n) => n.op)).toEqual(['Sigmoid', 'Identity']);
});
